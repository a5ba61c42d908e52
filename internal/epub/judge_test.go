package epub

import (
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestEpubcheck asks the judge of the format about books of every kind, and
// accepts no fault, warning or hint. (Its fourth level only lists the features
// that a book uses, such as "&amp;".) It needs Java and Debian's epubcheck; with
// FICSTEAD_JUDGES=1 in the environment it fails without them.
func TestEpubcheck(t *testing.T) {
	required := os.Getenv("FICSTEAD_JUDGES") == "1"
	if testing.Short() && !required {
		t.Skip("the judge takes half a minute of processor time; run without -short")
	}
	jar := cmp.Or(os.Getenv("EPUBCHECK"), "/usr/share/java/epubcheck.jar")
	_, noJar := os.Stat(jar)
	java, noJava := exec.LookPath("java")
	if err := cmp.Or(noJar, noJava); err != nil {
		if required {
			t.Fatalf("epubcheck is required and not there: %v (apt-get install epubcheck, or set EPUBCHECK to its jar)", err)
		}
		t.Skipf("epubcheck is not there, so the books are not judged: %v", err)
	}
	all := editions(t)
	// A run of the judge takes seconds, so two kinds that do not disturb each
	// other share a book.
	merged := all["rtl"]
	merged.chapters = append(merged.chapters, all["cjk"].chapters...)
	all["rtl"] = merged
	delete(all, "cjk")
	for name, e := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), name+".epub")
			if err := os.WriteFile(file, e.write(t), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, m := range judge(t, java, jar, file) {
				t.Errorf("%s %s: %s %v", m.Severity, m.ID, m.Message, m.Locations)
			}
		})
	}
}

// remark is a message of epubcheck.
type remark struct {
	ID, Severity, Message string
	Locations             []struct {
		Path         string
		Line, Column int
	}
}

func judge(t *testing.T, java, jar, file string) []remark {
	t.Helper()
	report := file + ".json"
	out, err := exec.Command(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, "--json", report, file).CombinedOutput()
	text, readErr := os.ReadFile(report)
	if readErr != nil {
		t.Fatalf("epubcheck said nothing: %v\n%s", err, out)
	}
	var verdict struct {
		Checker struct {
			CheckerVersion           string
			NFatal, NError, NWarning int
		}
		Messages []remark
	}
	if err := json.Unmarshal(text, &verdict); err != nil {
		t.Fatal(err)
	}
	if verdict.Checker.CheckerVersion == "" {
		t.Fatalf("not a report of epubcheck:\n%s", text)
	}
	if c := verdict.Checker; err != nil && c.NFatal+c.NError+c.NWarning == 0 {
		t.Errorf("epubcheck failed: %v\n%s", err, out)
	}
	return verdict.Messages
}
