#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(5590)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int server = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("bind");
        return 1;
    }
    for (;;) {
        char question[512];
        struct sockaddr_in client;
        socklen_t size = sizeof client;
        ssize_t length = recvfrom(server, question, sizeof question - 1, 0, (struct sockaddr *)&client, &size);
        if (length < 0) continue;
        question[length] = '\0';
        long a, b;
        char operator;
        int found = sscanf(question, "%ld %c %ld", &a, &operator, &b);
        if (found != 3) found = sscanf(question, "(%c, %ld, %ld)", &operator, &a, &b);
        char answer[64] = "error";
        if (found == 3 && operator == '+') snprintf(answer, sizeof answer, "%ld", a + b);
        if (found == 3 && operator == '-') snprintf(answer, sizeof answer, "%ld", a - b);
        if (found == 3 && operator == '*') snprintf(answer, sizeof answer, "%ld", a * b);
        sendto(server, answer, strlen(answer), 0, (struct sockaddr *)&client, size);
    }
}
