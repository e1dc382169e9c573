import sys

word = sys.argv[1]

# Print, each on a line of its own:
# 1. the number of characters of the word
# 2. the number of its bytes in UTF-8
# 3. the bytes in UTF-8, as hexadecimal digits: data.hex()
# 4. the word in ASCII, without the characters that ASCII does not have
# 5. the word in ASCII, with a question mark for each of them
# 6. "ASCII can" or "ASCII cannot", by the handler "strict"
print(len(word))
