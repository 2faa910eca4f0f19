;;; (mes posix): other programs.

(define (execlp file arguments)
  (let ((path (if (string-index file #\/)
                  file
                  (search-path (string-split (or (getenv "PATH") "/bin:/usr/bin") #\:) file))))
    (if path
        (execl path arguments)
        (error 'system-error "no such program:" file))))

;;; Runs a program and returns its wait status.
(define (system* file . arguments)
  (let ((pid (primitive-fork)))
    (cond ((= pid 0)
           (catch #t (lambda () (execlp file (cons file arguments))) (lambda ignored #f))
           (display "cannot run " (current-error-port))
           (display file (current-error-port))
           (newline (current-error-port))
           (exit 127))
          ((< pid 0) (error 'system-error "cannot fork"))
          (else (cdr (waitpid pid 0))))))

(define (status:exit-val status)
  (and (= 0 (logand status 127)) (ash status -8)))

(define (status:term-sig status)
  (let ((signal (logand status 127)))
    (and (not (= 0 signal)) signal)))
