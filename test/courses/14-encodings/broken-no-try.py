# expect: UnicodeEncodeError in line 7 of broken-no-try.py, `word.encode("ascii", "strict")`
word = "café"
data = word.encode("utf-8")
print(data)
print(data.decode("utf-8"))

word.encode("ascii", "strict")

print("ignore:", word.encode("ascii", "ignore"))
print("replace:", word.encode("ascii", "replace"))
