word = "café"
data = word.encode("utf-8")
print(data)
print(data.decode("utf-8"))

try:
    word.encode("ascii", "strict")
except UnicodeEncodeError as e:
    print("strict:", e)

print("ignore:", word.encode("ascii", "ignore"))
print("replace:", word.encode("ascii", "replace"))
