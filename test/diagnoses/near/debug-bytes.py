# expect: wrong-value
# check: run
# It shows bytes for a person, and fails for another reason.
data = b"hello"
print("got", data)
print("finished")
