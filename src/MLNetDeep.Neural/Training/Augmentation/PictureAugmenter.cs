using System.Numerics.Tensors;

namespace MLNetDeep.Neural.Training;

/// <summary>Makes the changes of an augmentation to pictures.</summary>
/// <param name="options">The options.</param>
/// <param name="shape">The size of the pictures.</param>
internal sealed class PictureAugmenter(PictureAugmentation options, PictureShape shape)
{
    /// <summary>Draws the changes that a key stands for and makes them.</summary>
    /// <param name="key">The key of the random numbers.</param>
    /// <param name="source">The picture.</param>
    /// <param name="destination">Receives the changed picture; must not overlap the source.</param>
    public void Apply(ulong key, ReadOnlySpan<float> source, Span<float> destination) =>
        Apply(PictureChange.Draw(options, shape, key), source, destination);

    /// <summary>Makes the given changes.</summary>
    public void Apply(in PictureChange change, ReadOnlySpan<float> source, Span<float> destination)
    {
        PictureMotion motion = new(change, shape, options.Fill, options.FillValue);
        if (change.Angle == 0)
        {
            motion.Shift(source, destination);
        }
        else
        {
            motion.Rotate(source, destination);
        }

        if (change.Brightness != 1)
        {
            TensorPrimitives.Multiply(destination, change.Brightness, destination);
        }

        if (change.Contrast != 1)
        {
            ChangeContrast(change.Contrast, destination);
        }

        if (options.Cutout > 0)
        {
            CutOut(change, destination);
        }
    }

    // The sum is in the order of the values, so that it is the same on every machine.
    private static void ChangeContrast(float factor, Span<float> picture)
    {
        double sum = 0;
        foreach (float value in picture)
        {
            sum += value;
        }

        float mean = (float)(sum / picture.Length);
        TensorPrimitives.Multiply(picture, factor, picture);
        TensorPrimitives.Add(picture, mean - (factor * mean), picture);
    }

    private void CutOut(in PictureChange change, Span<float> picture)
    {
        int firstRow = change.CutoutRow - (options.Cutout / 2);
        int firstColumn = change.CutoutColumn - (options.Cutout / 2);
        int columnEnd = Math.Min(shape.Width, firstColumn + options.Cutout);
        firstColumn = Math.Max(0, firstColumn);
        for (int row = Math.Max(0, firstRow); row < Math.Min(shape.Height, firstRow + options.Cutout); row++)
        {
            picture.Slice(((row * shape.Width) + firstColumn) * shape.Channels, (columnEnd - firstColumn) * shape.Channels)
                .Fill(options.FillValue);
        }
    }
}
