char s[2] = "abc";
