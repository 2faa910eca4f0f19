;;; (mes getopt-long): the command line.
;;;
;;;   (getopt-long ARGUMENTS SPECIFICATION [#:stop-at-first-non-option BOOLEAN])
;;;   specification := ((name [(single-char CHAR)] [(value BOOLEAN-OR-OPTIONAL)] [(required? BOOLEAN)] ...) ...)
;;;
;;; returns an alist of the options in the order in which they came, and the other arguments under the key ().

(define* (getopt-long arguments specification #:key stop-at-first-non-option)
  (let loop ((rest (cdr arguments)) (options '()) (others '()))
    (define (finish more)
      (check-required specification options)
      (cons (cons '() (append (reverse others) more)) (reverse options)))
    (define (add name value rest)
      (loop rest (acons name value options) others))
    (cond ((null? rest) (finish '()))
          ((string=? (car rest) "--") (finish (cdr rest)))
          ((string-prefix? "--" (car rest)) (long-option (car rest) (cdr rest) specification add))
          ((and (string-prefix? "-" (car rest)) (> (string-length (car rest)) 1))
           (short-options (car rest) (cdr rest) specification add))
          (stop-at-first-non-option (finish rest))
          (else (loop (cdr rest) options (cons (car rest) others))))))

(define (option-ref options name default)
  (let ((option (assq name options)))
    (if option (cdr option) default)))

(define (bad-option . message)
  (apply error 'getopt-long message))

(define (option-property entry name)
  (let ((property (assq name (cdr entry))))
    (and property (cadr property))))

;;; --name, --name=value, --name value
(define (long-option word rest specification add)
  (let* ((equals (string-index word #\=))
         (name (string->symbol (substring word 2 (or equals (string-length word)))))
         (entry (assq name specification)))
    (cond ((not entry) (bad-option "unknown option:" word))
          ((option-property entry 'value)
           (cond (equals (add name (substring word (+ equals 1)) rest))
                 ((takes-next? entry rest) (add name (car rest) (cdr rest)))
                 ((eq? (option-property entry 'value) 'optional) (add name #t rest))
                 (else (bad-option "a value is missing behind" word))))
          (equals (bad-option "the option takes no value:" word))
          (else (add name #t rest)))))

(define (takes-next? entry rest)
  (and (pair? rest)
       (not (and (eq? (option-property entry 'value) 'optional) (string-prefix? "-" (car rest))))))

;;; -c, -cvalue, -c value, and several without values in one word
(define (short-options word rest specification add)
  (let* ((char (string-ref word 1))
         (entry (find (lambda (entry) (eqv? (option-property entry 'single-char) char)) specification))
         (more? (> (string-length word) 2)))
    (cond ((not entry) (bad-option "unknown option:" word))
          ((not (option-property entry 'value))
           (add (car entry) #t (if more? (cons (string-append "-" (substring word 2)) rest) rest)))
          (more? (add (car entry) (substring word 2) rest))
          ((takes-next? entry rest) (add (car entry) (car rest) (cdr rest)))
          ((eq? (option-property entry 'value) 'optional) (add (car entry) #t rest))
          (else (bad-option "a value is missing behind" word)))))

(define (check-required specification options)
  (for-each (lambda (entry)
              (if (and (option-property entry 'required?) (not (assq (car entry) options)))
                  (bad-option "the option is required:" (car entry))))
            specification))
