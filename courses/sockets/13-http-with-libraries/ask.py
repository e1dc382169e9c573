import json
import urllib.error
import urllib.parse
import urllib.request

SERVER = "http://127.0.0.1:5630"

# 1. GET /get: print the status and the reason, as in "200 OK".
# 2. POST /post with the form name=Ada Lovelace and born=1815.
# 3. POST /post with the same as JSON. Say so in the header Content-Type.
# 4. GET /status/404: print "404", and go on.
