int five_more;
