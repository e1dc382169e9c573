# expect: b'caf\xe9'
word = "café"
data = word.encode("latin-1")
print(data)
print(data.decode("latin-1"))

try:
    word.encode("ascii", "strict")
except UnicodeEncodeError as e:
    print("strict:", e)

print("ignore:", word.encode("ascii", "ignore"))
print("replace:", word.encode("ascii", "replace"))
