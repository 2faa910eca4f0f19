char text[10];
