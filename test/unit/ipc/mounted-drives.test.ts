import { describe, expect, it } from 'vitest';
import { isPluggedIn, mountedDrives } from '../../../main/ipc/engine/mounted-drives.ts';

const MOUNTS = `/dev/sda2 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
/dev/sdb1 /media/lab/LAB\\040STICK vfat rw,nosuid 0 0
/dev/sdc1 /run/media/lab/BACKUP exfat rw 0 0
server:/runs /mnt/runs nfs rw 0 0
tmpfs /mnt tmpfs rw 0 0
/dev/sdd1 /mntother ext4 rw 0 0
`;

describe('where a receipt can be taken along', () => {
  it('drives are offered with the folder they are in, blanks included, and nothing that is no such drive', () => {
    expect(mountedDrives(MOUNTS).map(({ path }) => path)).toEqual([
      '/media/lab/LAB STICK',
      '/run/media/lab/BACKUP',
      '/mnt/runs',
      '/mnt',
    ]);
  });

  it('a network drive or a folder in memory is not called a stick: the receipt would stay behind', async () => {
    const plugged = await Promise.all(mountedDrives(MOUNTS).map(isPluggedIn));
    expect(plugged).toEqual([true, true, false, false]);
  });
});
