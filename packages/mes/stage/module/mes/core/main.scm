;;; (mes core main): the command line.

(define %version "0.1")

(define usage "Usage: mes [OPTION]... [FILE [ARGUMENT]...]
A Scheme interpreter. It runs the program in FILE; without one, what comes on standard input.

  [-s] FILE          run FILE; ARGUMENTs are its (command-line)
  -                  run what comes on standard input
  -c EXPRESSION      evaluate EXPRESSION instead of a file
  -e EXPRESSION      evaluate EXPRESSION when the file is done
  --image FILE       write FILE: mes with this program in it, which goes on where the program asks for its
                     (command-line); without a program, mes with its library in it
  -L FOLDER          look for files there first (as in GUILE_LOAD_PATH)
  --                 no options behind this
  -h, --help         show this text
  -v, -V, --version  show the version
Ignored, for Guile's sake: --no-auto-compile, --auto-compile, --fresh-auto-compile, -C FOLDER
")

;;; What programs find defined
(define mes %version)
(define mes? #t)
(define guile? #f)
(define %scheme "mes")
(define %arch "x86")
(define %compiler "m2-planet")

(define %argv '())
(define %load-folders '())      ; those of -L, the last one first
(define %image-file #f)         ; where an image is to be written

;;; ---- Options ----

(define (bad-usage message option)
  (display (string-append "mes: " message option "\nTry 'mes --help'.\n") (current-error-port))
  (exit 2))

(define (show text)
  (display text)
  (exit 0))

;;; What mes starts with. WORDS are its name and the arguments; -s and -c end the options.
(define (%main words)
  (let ((boot (getenv "MES_BOOT")))
    (if boot
        (boot-from (string-append "mes/" boot) words)
        (begin
          (find-library words "index.scm")
          (run-options words)))))

;;; The library of the field's interpreter begins with a program that looks after everything, the command line included.
(define (boot-from file words)
  (find-library words file)
  (set! %argv words)
  (be-lenient)
  (load (string-append %moduledir file)))

(define (run-options words)
  (let loop ((rest (cdr words)) (entry #f))
    (let ((word (if (pair? rest) (car rest) "-")))
      (if (or (not (string-prefix? "-" word)) (string=? word "-"))
          (run-program rest entry)
          (case (string->symbol word)
            ((-s --) (run-program (cdr rest) entry))
            ((-c --command)
             (set! %argv (cddr rest))
             (evaluate-text (option-argument rest))
             (if entry (evaluate-text entry)))
            ((-e --main) (loop (cddr rest) (option-argument rest)))
            ((--image)
             (set! %image-file (option-argument rest))
             (%collect-often)
             (loop (cddr rest) entry))
            ((-L --load-path)
             (set! %load-folders (cons (option-argument rest) %load-folders))
             (loop (cddr rest) entry))
            ((-C --compiled-path)
             (option-argument rest)
             (loop (cddr rest) entry))
            ((--no-auto-compile --auto-compile --fresh-auto-compile) (loop (cdr rest) entry))
            ((-h --help) (show usage))
            ((-v -V --version) (show (string-append "mes (fullsource) " %version "\n")))
            (else (bad-usage "unknown option " word)))))))

(define (option-argument words)
  (if (null? (cdr words)) (bad-usage "an argument is missing behind " (car words)) (cadr words)))

;;; ---- Running ----

(define (run-program words entry)
  (set! %argv words)
  (cond ((and (null? words) %image-file) (save-image %image-file))
        ((and (null? words) (isatty? 0)) (repl))
        ((or (null? words) (string=? (car words) "-")) (load (current-input-port)))
        (else (load (car words))))
  (if entry (evaluate-text entry)))

(define (evaluate-text text)
  (load-port (open-input-string text) "command line" #f))

;;; ---- The library ----

;;; $MES_PREFIX/mes/module, $MES_PREFIX/share/mes/module, ${srcdest}mes/module, and, beside the program or the folder it
;;; lies in, mes/module and share/mes/module; at last mes/module in the current folder. Nothing is there when all that
;;; one has is an image, and nothing is needed then.
(define (find-library words file)
  (let ((prefix (getenv "MES_PREFIX"))
        (place (getenv "srcdest"))
        (beside (program-folder (if (pair? words) (car words) ""))))
    (use-library
     (append (if prefix (list (string-append prefix "/mes") (string-append prefix "/share/mes")) '())
             (if place (list (string-append place "mes")) '())
             (list (string-append beside "mes") (string-append beside "../mes") (string-append beside "../share/mes")
                   "mes"))
     file)))

(define (program-folder name)
  (let ((slash (string-rindex name #\/)))
    (if slash (substring name 0 (+ slash 1)) "")))

;;; The first of the folders that has FILE, or the last
(define (use-library folders file)
  (if (or (null? (cdr folders)) (file-exists? (string-append (car folders) "/module/" file)))
      (begin
        (set! %datadir (car folders))
        (set! %moduledir (string-append (car folders) "/module/")))
      (use-library (cdr folders) file)))
