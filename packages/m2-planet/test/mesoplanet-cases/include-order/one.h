int one_here;
