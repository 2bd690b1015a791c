package dev.cooper.registry;

/**
 * The requirements of the distribution specification 1.1.1, and of its text for the next version,
 * one test each, by chapter. The name of a test begins with the end point it is about: 1 is the
 * base, 2 blobs, 3 manifests, 4 to 6 uploads, 7 pushing manifests, 8 tags, 9 and 10 deleting, 11
 * mounts, 12 referrers, 13 and 14 uploads under way. Every way to store is tested with all.
 */
interface AllRequirements
        extends BlobRequirements,
                ListRequirements,
                ManifestRequirements,
                ReferrersRequirements,
                UploadRequirements {}
