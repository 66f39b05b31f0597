import * as z from 'zod';

// Compiling each schema to code pays off after thousands of documents; this process reads a few and ends. Imported before any schema.
z.config({ jitless: true });
