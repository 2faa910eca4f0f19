int ;
