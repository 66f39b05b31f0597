// The host contract suite inside a container: there it may change the machine.
export default {
  define: { PROGRAM_VERSION: JSON.stringify('0.0.0-test') },
  test: { root: process.cwd(), include: ['test/linux/inside/*.inside.ts'], testTimeout: 60_000 },
};
