;;; (mes posix): files, processes and time, by the numbers of the system calls of i386 Linux.

(define (check-call result what . name)
  (if (< result 0)
      (apply error 'system-error what name)
      result))

;;; ---- The environment ----

(define settings '())           ; "NAME=value": those of setenv

(define (find-setting prefix)
  (find (lambda (setting) (string-prefix? prefix setting)) settings))

(define (getenv name)
  (let* ((prefix (string-append name "="))
         (setting (find-setting prefix)))
    (if setting (substring setting (string-length prefix)) (%getenv prefix))))

(define (setenv name value)
  (let ((prefix (string-append name "=")))
    (set! settings (cons (string-append prefix value) (delq (find-setting prefix) settings)))))

;;; What other programs get
(define (environment)
  (append settings
          (remove (lambda (setting) (find-setting (substring setting 0 (+ 1 (string-index setting #\=)))))
                  (%environment))))

;;; ---- Files ----

(define R_OK 4)
(define W_OK 2)
(define X_OK 1)
(define F_OK 0)

;;; MODE: one of these
(define (access? name mode) (= 0 (%system-call 33 name mode)))

(define (file-exists? name) (access? name F_OK))

(define (delete-file name)
  (check-call (%system-call 10 name) "cannot delete" name))

(define (chmod name mode)
  (check-call (%system-call 15 name mode) "cannot change the mode of" name))

(define (mkdir name . mode)
  (check-call (%system-call 39 name (if (pair? mode) (car mode) 511)) "cannot make the folder" name))

(define (rename-file from to)
  (check-call (%system-call 38 from to) "cannot rename" from))

(define (chdir name)
  (check-call (%system-call 12 name) "cannot change to" name))

(define (getcwd)
  (let* ((buffer (make-bytevector 4096 0))
         (length (check-call (%system-call 183 buffer 4096) "cannot find the current folder")))
    (let loop ((i 0) (chars '()))
      (if (= 0 (bytevector-u8-ref buffer i))
          (list->string (reverse chars))
          (loop (+ i 1) (cons (integer->char (bytevector-u8-ref buffer i)) chars))))))

(define (isatty? port)
  (= 0 (%system-call 54 (port->fdes port) 21505 (make-bytevector 64))))

(define (dup port) (%system-call 41 (port->fdes port)))
(define (dup2 from to) (%system-call 63 (port->fdes from) (port->fdes to)))

;;; ---- Processes ----

(define (primitive-fork) (%system-call 2))
(define (getpid) (%system-call 20))

;;; Returns (pid . status).
(define (waitpid pid . options)
  (let* ((status (make-bytevector 4 0))
         (pid (%system-call 7 pid status (if (pair? options) (car options) 0))))
    (cons pid (bytevector-u32-native-ref status 0))))

;;; ARGUMENTS begin with the program's own name. Returns only if it failed.
(define (execl file arguments) (%system-call 11 file arguments (environment)))

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
          (else (cdr (waitpid pid))))))

(define (status:exit-val status)
  (and (= 0 (logand status 127)) (ash status -8)))

(define (status:term-sig status)
  (let ((signal (logand status 127)))
    (and (not (= 0 signal)) signal)))

;;; ---- Time ----

(define (current-time) (%system-call 13))

;;; (seconds . microseconds)
(define (gettimeofday)
  (let ((time (make-bytevector 8 0)))
    (%system-call 78 time)
    (cons (bytevector-u32-native-ref time 0) (bytevector-u32-native-ref time 4))))

;;; In microseconds, since any beginning
(define (get-internal-run-time)
  (let ((now (gettimeofday)))
    (+ (* 1000000 (car now)) (cdr now))))
(define get-internal-real-time get-internal-run-time)
(define internal-time-units-per-second 1000000)
