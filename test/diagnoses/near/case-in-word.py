# expect: wrong-value
# check: run
print("ABANDONED")
