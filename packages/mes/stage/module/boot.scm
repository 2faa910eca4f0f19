;;; How the library comes to life. eval.c evaluates this, and so these files; then they compile themselves and the rest.

(define files
  '("mes/base" "mes/core/record" "mes/core/report" "mes/core/number" "mes/core/syntax" "mes/core/derived"
    "mes/core/analyse" "mes/core/inline" "mes/core/generate" "mes/core/load" "mes/core/main"))

(define (evaluate-files files)
  (when (pair? files)
    (%evaluate-file (string-append %moduledir (car files) ".scm"))
    (evaluate-files (cdr files))))

(evaluate-files files)
(load-library files)
