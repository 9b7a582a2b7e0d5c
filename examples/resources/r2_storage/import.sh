# The ID is the endpoint with the path behind it and, optionally, the use
# (destination unless given) and the key: ?use=source&access_key_id=<key>
terraform import r2_storage.backups 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/acme-backups/postgres?access_key_id=de57de57de57de57de57de57de57de57'
