char c = "text";
