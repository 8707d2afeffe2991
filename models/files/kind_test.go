package files

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chengxin/test/photo"
)

var beijing = time.FixedZone("CST", 8*60*60)

func written(t *testing.T, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func zipped(t *testing.T, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What a file is, its bytes say; its name is never asked.
func TestSniff(t *testing.T) {
	var p bytes.Buffer
	if err := png.Encode(&p, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		raw  []byte
		want string // empty: refused
	}{
		{"a photo", photo.Photo{}.JPEG(), "image/jpeg"},
		{"a picture", p.Bytes(), "image/png"},
		{"PDF", []byte("%PDF-1.4\n%âã\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"), "application/pdf"},
		{"OFD", zipped(t, "OFD.xml", `<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>`), "application/ofd"},
		{"AMR recording", []byte("#!AMR\n\x3c\x91\x17"), "audio/amr"},
		{"any zip", zipped(t, "readme.txt", "x"), ""},
		{"a zip that calls itself OFD and is none", zipped(t, "OFD.xml", "x"), ""},
		{"a page", []byte("<html><script>alert(1)</script>"), ""},
		{"a drawing that may run scripts", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), ""},
		{"a program", append([]byte("MZ\x90\x00\x03"), make([]byte, 200)...), ""},
		{"text", []byte("说明"), ""},
	} {
		k, ok, err := Sniff(written(t, c.raw))
		if err != nil || ok != (c.want != "") || ok && k.Type != c.want {
			t.Errorf("%s: %q %v %v, want %q", c.what, k.Type, ok, err, c.want)
		}
	}
}

func TestWhenAndWhereAPhotoWasTaken(t *testing.T) {
	at := time.Date(2026, 11, 20, 10, 31, 5, 0, beijing)
	k, _ := KindOf("image/jpeg")
	s := ReadShot(written(t, photo.Photo{At: at, Lat: 35.41505, Long: 116.58724}.JPEG()), k, beijing)
	if !s.At.Equal(at) || s.Where != "35.41505,116.58724" {
		t.Errorf("%v at %q", s.At, s.Where)
	}
	if s := ReadShot(written(t, photo.Photo{At: time.Date(1980, 1, 1, 0, 0, 0, 0, beijing)}.JPEG()), k, beijing); !s.At.IsZero() || s.Where != "" {
		t.Errorf("a clock that was never set, no place: %v %q", s.At, s.Where)
	}
	if s := ReadShot(written(t, []byte("no photo at all")), k, beijing); s != (Shot{}) {
		t.Errorf("no photo: %v", s)
	}
}

// Held upright or on its side, upside down or mirrored: what was up is up.
func TestASmallerPictureStandsUpright(t *testing.T) {
	for turn, red := range map[int]image.Point{ // where the red quarter comes to lie
		1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1},
	} {
		var out bytes.Buffer
		raw := photo.Photo{At: time.Now(), Turn: turn}.JPEG()
		if err := Shrink(bytes.NewReader(raw), &out, 240); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(out.Bytes(), []byte("Exif")) {
			t.Errorf("turn %d: what the camera wrote went along", turn)
		}
		img, err := jpeg.Decode(&out)
		if err != nil {
			t.Fatal(err)
		}
		w, h := img.Bounds().Dx(), img.Bounds().Dy()
		if turn >= 5 && (w != 160 || h != 240) || turn < 5 && (w != 240 || h != 160) {
			t.Errorf("turn %d: %d by %d", turn, w, h)
		}
		r, g, _, _ := img.At(w/4+red.X*w/2, h/4+red.Y*h/2).RGBA()
		if r>>8 < 150 || g>>8 > 80 {
			t.Errorf("turn %d: the red quarter is not at %v (%d,%d)", turn, red, r>>8, g>>8)
		}
	}
}

func TestAPictureThatClaimsTooMuchIsNotUnpacked(t *testing.T) {
	var p bytes.Buffer
	if err := png.Encode(&p, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	raw := p.Bytes()
	copy(raw[16:24], "\x00\x00\xff\xff\x00\x00\xff\xff")
	binary.BigEndian.PutUint32(raw[29:33], crc32.ChecksumIEEE(raw[12:29]))
	err := Shrink(bytes.NewReader(raw), &bytes.Buffer{}, 240)
	if !errors.Is(err, ErrNoPicture) || !strings.Contains(err.Error(), "65535 by 65535") {
		t.Errorf("%v", err)
	}
}
