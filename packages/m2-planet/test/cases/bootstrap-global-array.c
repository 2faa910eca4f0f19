int a[2];
