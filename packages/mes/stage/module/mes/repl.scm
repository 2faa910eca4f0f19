;;; (mes repl): reading, evaluating and printing, in conversation.

(define (repl)
  (let loop ((n 0))
    (display "mes> ")
    (force-output)
    (let ((form (catch #t read (lambda (key . args) (report key args) *unspecified*))))
      (cond ((eof-object? form) (newline))
            ((and (pair? form) (eq? (car form) 'unquote))
             (command (cadr form))
             (loop n))
            (else (loop (show-value (evaluate form) n)))))))

(define (evaluate form)
  (catch #t
    (lambda () (eval form (current-module)))
    (lambda (key . args)
      (report key args)
      *unspecified*)))

;;; Prints a value, if it is one, and gives it a name. Returns the number of the next.
(define (show-value value n)
  (if (eq? value *unspecified*)
      n
      (let ((name (string->symbol (string-append "$" (number->string n)))))
        (display name)
        (display " = ")
        (write value)
        (newline)
        (module-define! (current-module) name value)
        (+ n 1))))

(define (report key args)
  (display-error key args (current-error-port))
  (newline (current-error-port)))

(define (command name)
  (case name
    ((expand) (write (macroexpand (read))) (newline))
    ((use) (eval (list 'mes-use-module (read)) (current-module)))
    ((quit) (exit 0))
    ((show) (display "mes ") (display %version) (newline) (display "library ") (display %moduledir) (newline))
    (else
     (display ",expand FORM   the form after its macro was expanded\n")
     (display ",use (MODULE)  load a module\n")
     (display ",show          version and library\n")
     (display ",quit          end\n"))))
