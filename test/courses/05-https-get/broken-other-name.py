# expect: SSLCertVerificationError in line 6 of broken-other-name.py, `con.request("GET", "/get")`
import http.client

# By its address, which is not in the certificate's names for the course, and 127.0.0.2 is nobody's name.
con = http.client.HTTPSConnection("127.0.0.2")
con.request("GET", "/get")
r = con.getresponse()
print(r.status, r.reason)
print(r.read().decode())
