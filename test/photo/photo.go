// Package photo makes photos for tests, as a telephone's camera would write them.
package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"time"
)

// Width and Height of every photo, as it lies in the file.
const (
	Width  = 1200
	Height = 800
)

// Photo says when, where and how a photo was taken.
type Photo struct {
	At        time.Time // on the camera's clock; no zone is written
	Lat, Long float64   // north and east
	Turn      int       // EXIF orientation; 0 is 1, upright
	Shade     uint8     // tells one from another
}

// JPEG is the photo's file. Its left upper quarter is red, the rest is not.
func (p Photo) JPEG() []byte {
	img := image.NewRGBA(image.Rect(0, 0, Width, Height))
	for y := range Height {
		for x := range Width {
			c := color.RGBA{R: 40, G: 120, B: 80 + p.Shade, A: 255}
			if x < Width/2 && y < Height/2 {
				c = color.RGBA{R: 220, A: 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, img, nil); err != nil {
		panic(err)
	}
	exif := append([]byte("Exif\x00\x00"), p.exif()...)
	var out bytes.Buffer
	out.Write(plain.Bytes()[:2])
	out.Write([]byte{0xff, 0xe1})
	_ = binary.Write(&out, binary.BigEndian, uint16(len(exif)+2))
	out.Write(exif)
	out.Write(plain.Bytes()[2:])
	return out.Bytes()
}

// exif writes three directories: the picture's, the camera's, the place's (TIFF 6.0 and
// EXIF 2.3, little endian).
func (p Photo) exif() []byte {
	const (
		picture = 8
		camera  = picture + 2 + 3*12 + 4
		place   = camera + 2 + 12 + 4 + 20
		numbers = place + 2 + 4*12 + 4
	)
	var b bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&b, binary.LittleEndian, v)
		}
	}
	entry := func(tag, kind uint16, count, value uint32) { put(tag, kind, count, value) }
	put([]byte("II"), uint16(42), uint32(picture))
	put(uint16(3))
	entry(0x0112, 3, 1, uint32(max(p.Turn, 1)))
	entry(0x8769, 4, 1, camera)
	entry(0x8825, 4, 1, place)
	put(uint32(0))
	put(uint16(1))
	entry(0x9003, 2, 20, camera+2+12+4)
	put(uint32(0), []byte(p.At.Format("2006:01:02 15:04:05")+"\x00"))
	put(uint16(4))
	entry(1, 2, 2, 'N')
	entry(2, 5, 3, numbers)
	entry(3, 2, 2, 'E')
	entry(4, 5, 3, numbers+24)
	put(uint32(0))
	for _, degrees := range []float64{p.Lat, p.Long} {
		whole, rest := math.Modf(degrees)
		minutes, seconds := math.Modf(rest * 60)
		put(uint32(whole), uint32(1), uint32(minutes), uint32(1), uint32(math.Round(seconds*60*100)), uint32(100))
	}
	return b.Bytes()
}
