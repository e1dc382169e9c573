// expect: crashed
// check: echo
#include <stdlib.h>

int main(void) { abort(); }
