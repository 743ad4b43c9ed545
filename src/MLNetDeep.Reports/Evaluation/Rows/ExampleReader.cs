using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Reports;

/// <summary>Reads the images and texts of some rows of a view, in one pass that ends at the last of them.</summary>
internal static class ExampleReader
{
    private const double MaxByte = 255;

    // Values may leave their range by rounding, or by an enlargement of the image.
    private const double Tolerance = 0.01;

    // Images whose greatest absolute value is above this are taken for bytes.
    private const double MostOfStandardized = 16;

    /// <summary>Reads the rows.</summary>
    /// <param name="scored">The view.</param>
    /// <param name="settings">The names of the columns.</param>
    /// <param name="positions">The positions of the rows, counted from 0.</param>
    /// <returns>The image and the text of each position; null where no column was given.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public static IReadOnlyDictionary<long, (ExampleImage? Image, string? Text)> Read(
        IDataView scored, EvaluationSettings settings, IEnumerable<long> positions)
    {
        SortedSet<long> wanted = [.. positions];
        Dictionary<long, float[]> pixels = [];
        Dictionary<long, string> texts = [];
        (DataViewSchema.Column Column, ImageShape Shape)? image =
            settings.Image is null ? null : ImageShape.Find(scored.Schema, settings.Image);
        DataViewSchema.Column? text = settings.Text is null ? null : FindText(scored.Schema, settings.Text);
        DataViewSchema.Column[] columns = [.. ((DataViewSchema.Column?[])[image?.Column, text]).OfType<DataViewSchema.Column>()];
        if (columns.Length > 0 && wanted.Count > 0)
        {
            using DataViewRowCursor cursor = scored.GetRowCursor(columns);
            Func<float[]>? readImage = image is null ? null : ImageReader(cursor, image.Value.Column);
            Func<ReadOnlyMemory<char>>? readText = text is null ? null : ScoredLabels.Reader<ReadOnlyMemory<char>>(cursor, text.Value);
            while (cursor.Position < wanted.Max && cursor.MoveNext())
            {
                if (!wanted.Contains(cursor.Position))
                {
                    continue;
                }

                if (readImage is not null)
                {
                    pixels[cursor.Position] = readImage();
                }

                if (readText is not null)
                {
                    texts[cursor.Position] = readText().ToString();
                }
            }
        }

        bool isNumbers = (image?.Column.Type as VectorDataViewType)?.ItemType == NumberDataViewType.Single;
        (double low, double high) = isNumbers ? Range(pixels.Values) : (0, MaxByte);
        return wanted.ToDictionary(
            position => position,
            position => (
                pixels.TryGetValue(position, out float[]? values) ? ToImage(image!.Value.Shape, values, low, high) : null,
                texts.GetValueOrDefault(position)));
    }

    private static DataViewSchema.Column FindText(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "text", name);
        return column.Type is TextDataViewType ? column : throw Columns.WrongType("text", column, "Text");
    }

    private static Func<float[]> ImageReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (((VectorDataViewType)column.Type).ItemType == NumberDataViewType.Single)
        {
            VectorReader<float> numbers = new(row, column);
            return () => [.. numbers.Read().DenseValues()];
        }

        VectorReader<byte> bytes = new(row, column);
        return () => [.. bytes.Read().DenseValues().Select(value => (float)value)];
    }

    // The values of black and white: 0 and 1, -1 and 1, 0 and 255, or the least and the greatest value of images with another range of
    // small numbers, such as standardized ones. All images together decide. 0 counts as one of their values.
    private static (double Low, double High) Range(IEnumerable<float[]> images)
    {
        double least = 0, most = 0;
        foreach (float[] values in images)
        {
            foreach (float value in values.Where(float.IsFinite))
            {
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }
        }

        if (most <= 1 + Tolerance && least >= -1 - Tolerance)
        {
            return (least < -Tolerance ? -1 : 0, 1);
        }

        double high = Math.Max(most, MaxByte);
        return Math.Max(most, -least) <= MostOfStandardized ? (least, most) : (least < 0 ? -high : 0, high);
    }

    private static ExampleImage ToImage(ImageShape shape, float[] values, double low, double high)
    {
        // Of four channels, the first is alpha.
        int first = shape.Channels == 4 ? 1 : 0, channels = shape.Channels - first;
        byte[] pixels = new byte[shape.Height * shape.Width * channels];
        int index = 0;
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
            {
                for (int channel = first; channel < shape.Channels; channel++)
                {
                    double value = (values[shape.IndexOf(y, x, channel)] - low) / (high - low) * MaxByte;
                    pixels[index++] = (byte)Math.Clamp(Math.Round(double.IsNaN(value) ? 0 : value), 0, MaxByte);
                }
            }
        }

        return new ExampleImage(shape.Height, shape.Width, channels, pixels);
    }
}
