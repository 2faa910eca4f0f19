#if 1
int main;
