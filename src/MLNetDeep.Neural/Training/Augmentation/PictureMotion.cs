using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Training;

/// <summary>Flips, rotates and shifts a picture: finds for each pixel of the result the place in the picture that it comes from.</summary>
internal readonly ref struct PictureMotion
{
    // Places between pixels are numbers with 32 binary digits after the point, rounded to 16 before they are used. So a rotation by 90
    // degrees is exact, and results do not depend on the last digit of a sine.
    private const int Digits = 32;
    private const int RoundedDigits = 16;
    private const double One = 1L << Digits;
    private const int Outside = -1;

    private readonly PictureChange _change;
    private readonly PictureShape _shape;
    private readonly FillMode _fill;
    private readonly float _fillValue;

    /// <summary>Creates the motion.</summary>
    /// <param name="change">The flips, the angle and the shift.</param>
    /// <param name="shape">The size of the picture.</param>
    /// <param name="fill">What is put where the picture has no pixels.</param>
    /// <param name="fillValue">The value of <see cref="FillMode.Constant"/>.</param>
    public PictureMotion(in PictureChange change, PictureShape shape, FillMode fill, float fillValue)
    {
        _change = change;
        _shape = shape;
        _fill = fill;
        _fillValue = fillValue;
    }

    /// <summary>Flips and shifts, without rotation: each pixel comes from one pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Shift(ReadOnlySpan<float> source, Span<float> destination)
    {
        int channels = _shape.Channels;
        int target = 0;
        for (int row = 0; row < _shape.Height; row++)
        {
            int sourceRow = SourceRow(row - _change.RowShift);
            for (int column = 0; column < _shape.Width; column++, target += channels)
            {
                int start = Start(sourceRow, SourceColumn(column - _change.ColumnShift));
                for (int channel = 0; channel < channels; channel++)
                {
                    destination[target + channel] = start < 0 ? _fillValue : source[start + channel];
                }
            }
        }
    }

    /// <summary>Flips, rotates and shifts: each pixel is interpolated between four pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rotate(ReadOnlySpan<float> source, Span<float> destination)
    {
        (double sine, double cosine) = Math.SinCos(_change.Angle * Math.PI / 180);
        long sin = (long)Math.Round(sine * One);
        long cos = (long)Math.Round(cosine * One);
        int channels = _shape.Channels;
        int target = 0;
        for (int row = 0; row < _shape.Height; row++)
        {
            // Twice the distance from the centre is a whole number. Rows count downwards, so that the inverse of a rotation against the
            // clock is x cos - y sin, x sin + y cos.
            long down = (2L * (row - _change.RowShift)) - (_shape.Height - 1);
            long right = (-2L * _change.ColumnShift) - (_shape.Width - 1);
            long sourceX = ((right * cos) - (down * sin) + ((long)(_shape.Width - 1) << Digits)) >> 1;
            long sourceY = ((right * sin) + (down * cos) + ((long)(_shape.Height - 1) << Digits)) >> 1;
            for (int column = 0; column < _shape.Width; column++, target += channels)
            {
                Interpolate(source, Round(sourceX), Round(sourceY), destination.Slice(target, channels));
                sourceX += cos;
                sourceY += sin;
            }
        }
    }

    // Writes the pixel at a place: whole pixels and 16 binary digits.
    private void Interpolate(ReadOnlySpan<float> source, long x, long y, Span<float> pixel)
    {
        const long Fraction = (1 << RoundedDigits) - 1;
        int column = (int)(x >> RoundedDigits);
        int row = (int)(y >> RoundedDigits);
        float toRight = (x & Fraction) * (1f / (1 << RoundedDigits));
        float toBottom = (y & Fraction) * (1f / (1 << RoundedDigits));
        (int left, int right) = (SourceColumn(column), SourceColumn(column + 1));
        (int top, int bottom) = (SourceRow(row), SourceRow(row + 1));
        (int topLeft, int topRight) = (Start(top, left), Start(top, right));
        (int bottomLeft, int bottomRight) = (Start(bottom, left), Start(bottom, right));
        for (int channel = 0; channel < pixel.Length; channel++)
        {
            float upper = Between(Value(source, topLeft, channel), Value(source, topRight, channel), toRight);
            float lower = Between(Value(source, bottomLeft, channel), Value(source, bottomRight, channel), toRight);
            pixel[channel] = Between(upper, lower, toBottom);
        }
    }

    private static long Round(long place) => (place + (1L << (Digits - RoundedDigits - 1))) >> (Digits - RoundedDigits);

    private static float Between(float first, float second, float share) => first + ((second - first) * share);

    private float Value(ReadOnlySpan<float> source, int start, int channel) => start < 0 ? _fillValue : source[start + channel];

    // The first value of a pixel, or Outside.
    private int Start(int row, int column) => (row | column) < 0 ? Outside : ((row * _shape.Width) + column) * _shape.Channels;

    private int SourceColumn(int column)
    {
        int inside = Inside(column, _shape.Width);
        return _change.FlipsColumns && inside >= 0 ? _shape.Width - 1 - inside : inside;
    }

    private int SourceRow(int row)
    {
        int inside = Inside(row, _shape.Height);
        return _change.FlipsRows && inside >= 0 ? _shape.Height - 1 - inside : inside;
    }

    // The row or column that stands for one that may be outside of the picture.
    private int Inside(int index, int length)
    {
        if ((uint)index < (uint)length)
        {
            return index;
        }

        switch (_fill)
        {
            case FillMode.Constant:
                return Outside;
            case FillMode.Nearest:
                return index < 0 ? 0 : length - 1;
            case FillMode.Wrap:
                return Modulo(index, length);
            default:
                int place = Modulo(index, 2 * length);
                return place < length ? place : (2 * length) - 1 - place;
        }
    }

    private static int Modulo(int index, int length)
    {
        int remainder = index % length;
        return remainder < 0 ? remainder + length : remainder;
    }
}
