# The ID is the endpoint with the path behind it. Behind a question mark stands
# what else the configuration sets: use (destination unless given), access_key_id,
# secret_access_key_wo_version and verify, as in ?use=source&access_key_id=<key>.
# Then nothing is to change after the import.
terraform import r2_storage.backups 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups/postgres?access_key_id=de57de57de57de57de57de57de57de57'
