import * as z from 'zod';

const FullProductName = z.object({ product_id: z.string(), name: z.string() });

const Branch = z.object({
  category: z.string(),
  name: z.string(),
  product: FullProductName.optional(),
  get branches(): z.ZodOptional<z.ZodArray<typeof Branch>> {
    return z.array(Branch).optional();
  },
});
export type Branch = z.infer<typeof Branch>;

const Relationship = z.object({
  category: z.string(),
  product_reference: z.string(),
  relates_to_product_reference: z.string(),
  full_product_name: FullProductName,
});

const ProductTree = z.object({
  branches: z.array(Branch).optional(),
  full_product_names: z.array(FullProductName).optional(),
  product_groups: z.array(z.object({ group_id: z.string(), product_ids: z.array(z.string()) })).optional(),
  relationships: z.array(Relationship).optional(),
});
export type ProductTree = z.infer<typeof ProductTree>;

/** The status lists of CSAF 2.0 (section 3.2.3.9). */
export const ProductStatus = z.enum([
  'first_affected',
  'first_fixed',
  'fixed',
  'known_affected',
  'known_not_affected',
  'last_affected',
  'recommended',
  'under_investigation',
]);
export type ProductStatus = z.infer<typeof ProductStatus>;

const AboutProducts = z.object({
  product_ids: z.array(z.string()).optional(),
  group_ids: z.array(z.string()).optional(),
});

const Remediation = AboutProducts.extend({ category: z.string(), details: z.string(), url: z.string().optional() });

const Vulnerability = z.object({
  cve: z.string().optional(),
  product_status: z.partialRecord(ProductStatus, z.array(z.string())).optional(),
  remediations: z.array(Remediation).optional(),
  threats: z.array(AboutProducts).optional(),
  flags: z.array(AboutProducts).optional(),
  scores: z.array(z.object({ products: z.array(z.string()) })).optional(),
});
export type Vulnerability = z.infer<typeof Vulnerability>;

/** The part of a CSAF 2.0 document the import reads; the validator has checked the whole. */
export const CsafDocument = z.object({
  document: z.object({
    title: z.string(),
    publisher: z.object({ name: z.string() }),
    tracking: z.object({
      id: z.string(),
      version: z.string(),
      status: z.string(),
      current_release_date: z.string(),
    }),
  }),
  product_tree: ProductTree.optional(),
  vulnerabilities: z.array(Vulnerability).optional(),
});
export type CsafDocument = z.infer<typeof CsafDocument>;
