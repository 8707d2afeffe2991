package files

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // evidence may be PNG
	"io"
	"os"
	"time"

	"github.com/bep/imagemeta"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // evidence may be WebP
)

// mostPixels bounds what is unpacked: a picture of a few kilobytes can claim to be
// larger than the memory.
const mostPixels = 64_000_000

// ErrNoPicture says that a file cannot be shown as a picture.
var ErrNoPicture = errors.New("no picture can be made of this file")

// Shot is what a camera wrote into a photo: when, and where, as far as it did.
type Shot struct {
	At    time.Time // zero: not said; without a zone the camera's clock is taken as Beijing's
	Where string    // "latitude,longitude" in degrees
}

// ReadShot reads when and where a photo was taken. It is what the camera says, not what
// is proven. A photo without it is no error.
func ReadShot(path string, k Kind, zone *time.Location) (s Shot) {
	formats := map[string]imagemeta.ImageFormat{
		"image/jpeg": imagemeta.JPEG, "image/png": imagemeta.PNG, "image/webp": imagemeta.WebP, "image/heic": imagemeta.HEIF,
	}
	format, ok := formats[k.Type]
	if !ok {
		return s
	}
	open(path, func(f *os.File) {
		var tags imagemeta.Tags
		_, err := imagemeta.Decode(imagemeta.Options{
			R: f, ImageFormat: format, Sources: imagemeta.EXIF, Timeout: 5 * time.Second,
			ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
			HandleTag:       func(t imagemeta.TagInfo) error { tags.Add(t); return nil },
			Warnf:           func(string, ...any) {},
		})
		if err != nil {
			return
		}
		s.At = taken(tags.EXIF(), zone)
		if lat, long, err := tags.GetLatLong(); err == nil && (lat != 0 || long != 0) && lat >= -90 && lat <= 90 && long >= -180 && long <= 180 {
			s.Where = fmt.Sprintf("%.5f,%.5f", lat, long)
		}
	})
	return s
}

// taken is when the shutter was released. A camera seldom says in which zone.
func taken(exif map[string]imagemeta.TagInfo, zone *time.Location) time.Time {
	said, _ := exif["DateTimeOriginal"].Value.(string)
	offset, _ := exif["OffsetTimeOriginal"].Value.(string)
	const layout = "2006:01:02 15:04:05"
	t, err := time.Parse(layout+"-07:00", said+offset)
	if err != nil {
		t, err = time.ParseInLocation(layout, said, zone)
	}
	if err != nil || t.Year() < 1990 { // a clock that was never set
		return time.Time{}
	}
	return t
}

// Shrink writes a picture as JPEG, no side longer than most pixels, the right way up and
// without anything the camera wrote into it. Errors: ErrNoPicture.
func Shrink(in io.ReadSeeker, out io.Writer, most int) error {
	c, name, err := image.DecodeConfig(in)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoPicture, err)
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height {
		return fmt.Errorf("%w: %d by %d pixels", ErrNoPicture, c.Width, c.Height)
	}
	turn := orientation(in, name)
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	img, _, err := image.Decode(in)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoPicture, err)
	}
	w, h := c.Width, c.Height
	if longest := max(w, h); longest > most {
		w, h = max(1, w*most/longest), max(1, h*most/longest)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src) // behind what is transparent
	draw.ApproxBiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Over, nil)
	return jpeg.Encode(out, upright(small, turn), &jpeg.Options{Quality: 82})
}

// orientation is how the camera was held, as EXIF counts it: 1 is upright.
func orientation(in io.ReadSeeker, name string) (turn int) {
	turn = 1
	format := map[string]imagemeta.ImageFormat{"jpeg": imagemeta.JPEG, "png": imagemeta.PNG, "webp": imagemeta.WebP}[name]
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return turn
	}
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: in, ImageFormat: format, Sources: imagemeta.EXIF, Timeout: 5 * time.Second, Warnf: func(string, ...any) {},
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return t.Tag == "Orientation" },
		HandleTag: func(t imagemeta.TagInfo) error {
			if n, ok := t.Value.(uint16); ok && t.Tag == "Orientation" && n >= 1 && n <= 8 {
				turn = int(n)
			}
			return nil
		},
	})
	return turn
}

// upright turns and mirrors a picture as its orientation says.
func upright(in *image.RGBA, turn int) image.Image {
	if turn == 1 {
		return in
	}
	w, h := in.Rect.Dx(), in.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if turn >= 5 { // lying on its side
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := turned(turn, w, h, x, y)
			out.SetRGBA(to.X, to.Y, in.RGBAAt(x, y))
		}
	}
	return out
}

// turned is where a pixel of a picture w by h comes to lie.
func turned(turn, w, h, x, y int) image.Point {
	switch turn {
	case 2:
		return image.Pt(w-1-x, y)
	case 3:
		return image.Pt(w-1-x, h-1-y)
	case 4:
		return image.Pt(x, h-1-y)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(h-1-y, x)
	case 7:
		return image.Pt(h-1-y, w-1-x)
	case 8:
		return image.Pt(y, w-1-x)
	}
	return image.Pt(x, y)
}

func open(path string, read func(*os.File)) {
	if f, err := os.Open(path); err == nil {
		read(f)
		_ = f.Close()
	}
}
