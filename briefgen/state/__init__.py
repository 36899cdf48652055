"""What lasts between builds: cache, ledger, manifest, and how pages and site reach the disk."""
