int a = B;
