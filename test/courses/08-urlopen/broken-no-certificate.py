# expect: CERTIFICATE_VERIFY_FAILED
import ssl
import urllib.request

# Trusts nobody: an empty store of certificates.
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
with urllib.request.urlopen('https://www.python.org/', context=context) as f:
    print(f.status)
    print(f.read(300).decode('utf-8'))
