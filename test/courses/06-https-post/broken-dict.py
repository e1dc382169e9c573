# expect: TypeError in line 9 of broken-dict.py, `con.request('POST', '/post', body, headers)`
import http.client
import json

headers = {'Content-type': 'application/json'}
body = {'text': 5}

con = http.client.HTTPSConnection('www.httpbin.org')
con.request('POST', '/post', body, headers)
response = con.getresponse()
print(response.status, response.reason)
print(response.read().decode())
