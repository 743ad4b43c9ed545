using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Transforms;

public class FlattenImageTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Byte_pixels_are_multiplied_by_the_scale() =>
        Assert.Equal([0f, 51 * (1 / 255f), 102 * (1 / 255f), 255 * (1 / 255f)], Flatten(new Grey { Image = [0, 51, 102, 255] }, 1 / 255f));

    [Fact]
    public void The_default_scale_leaves_values_unchanged() => Assert.Equal([0f, 51, 102, 255], Flatten(new Grey { Image = [0, 51, 102, 255] }));

    [Fact]
    public void Float_pixels_are_multiplied_by_the_scale() => Assert.Equal([-1f, 0, 0.5f, 3], Flatten(new Floats { Image = [-2, 0, 1, 6] }, 0.5f));

    // Pixel (r, c) of channel k goes to slot (r * width + c) * channels + k, which is the order in memory.
    [Fact]
    public void Height_width_and_channels_are_flattened_in_row_major_order()
    {
        byte[] image = Enumerable.Range(0, 24).Select(i => (byte)i).ToArray();
        IDataView flat = Transform(new Colour { Image = image });
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 24), flat.Schema["Features"].Type);
        float[] slots = flat.GetColumn<float[]>("Features").Single();
        for (int r = 0; r < 2; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                for (int k = 0; k < 3; k++)
                {
                    Assert.Equal(image[(((r * 4) + c) * 3) + k], slots[(((r * 4) + c) * 3) + k]);
                }
            }
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(4, true)]
    public void A_row_is_sparse_if_at_most_a_quarter_of_the_pixels_are_nonzero(int nonzeros, bool dense)
    {
        byte[] image = new byte[4];
        Array.Fill(image, (byte)9, 4 - nonzeros, nonzeros);
        IDataView flat = Transform(new Grey { Image = image });
        using DataViewRowCursor cursor = flat.GetRowCursor(flat.Schema);
        VBuffer<float> row = default;
        cursor.MoveNext();
        cursor.GetGetter<VBuffer<float>>(flat.Schema["Features"])(ref row);

        Assert.Equal(dense, row.IsDense);
        Assert.Equal(dense ? 4 : nonzeros, row.GetValues().Length);
        Assert.Equal(image.Select(v => (float)v), row.DenseValues());
    }

    [Fact]
    public void A_sparse_image_yields_the_same_vector_as_the_dense_image()
    {
        IDataView dense = Transform(new Floats { Image = [0, 3, 0, 4] });
        SchemaDefinition schema = SchemaDefinition.Create(typeof(SparseFloats));
        schema["Image"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        IDataView sparse = _ml.Data.LoadFromEnumerable([new SparseFloats { Image = new VBuffer<float>(4, 2, [3, 4], [1, 3]) }], schema);

        float[] expected = dense.GetColumn<float[]>("Features").Single();
        Assert.Equal(expected, _ml.Transforms.FlattenImage("Features", "Image").Fit(sparse).Transform(sparse).GetColumn<float[]>("Features").Single());
    }

    // Nonzero pixels are copied with SIMD instructions. Image sizes lie around multiples of the SIMD width; the last pixel is zero or
    // nonzero.
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(85)]
    [InlineData(256)]
    [InlineData(1000)]
    public void Sparse_rows_contain_every_nonzero_pixel(int size)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Pixels));
        schema["Image"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, size);
        Random random = new(size);
        Pixels[] rows = [.. Enumerable.Range(0, 40).Select(_ => new Pixels
        {
            Image = [.. Enumerable.Range(0, size).Select(i => random.Next(i < size / 2 ? 4 : 9) == 0 ? (byte)random.Next(256) : (byte)0)],
        })];
        IDataView data = _ml.Data.LoadFromEnumerable(rows, schema);
        IDataView flat = _ml.Transforms.FlattenImage("Features", "Image", 0.5f).Fit(data).Transform(data);
        using DataViewRowCursor cursor = flat.GetRowCursor(flat.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(flat.Schema["Features"]);
        VBuffer<float> vector = default;
        foreach (Pixels row in rows)
        {
            Assert.True(cursor.MoveNext());
            getter(ref vector);
            Assert.Equal(row.Image.Select(pixel => pixel * 0.5f), vector.DenseValues());
            int nonzeros = row.Image.Count(pixel => pixel != 0);
            Assert.Equal(nonzeros <= size / 4 ? nonzeros : size, vector.GetValues().Length);
        }
    }

    [Fact]
    public void Byte_readers_can_access_the_pixels_and_their_scale()
    {
        Grey[] images = [new() { Image = [0, 51, 102, 255] }, new() { Image = [0, 0, 0, 7] }];
        IDataView data = _ml.Data.LoadFromEnumerable(images);
        data = _ml.Transforms.FlattenImage("Features", "Image", 0.5f).Fit(data).Transform(data);

        // A view on top of the flattened view passes the bytes through.
        data = _ml.Transforms.FlattenImage("Other", "Image").Fit(data).Transform(data);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        IByteReader bytes = Assert.IsAssignableFrom<IByteRow>(cursor).GetByteReader(data.Schema["Features"])!;
        Assert.Equal(0.5f, bytes.Scale);
        foreach (Grey image in images)
        {
            cursor.MoveNext();
            Assert.Equal(image.Image, bytes.Read());
        }
    }

    [Fact]
    public void Float_images_have_no_byte_reader()
    {
        IDataView data = Transform(new Floats { Image = [-2, 0, 1, 6] }, 0.5f);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        Assert.Null(((IByteRow)cursor).GetByteReader(data.Schema["Features"]));
        Assert.Null(((IByteRow)cursor).GetByteReader(data.Schema["Image"]));
    }

    // For an image whose size differs from its column type, reading bytes and reading the vector throw the same error.
    [Fact]
    public void Reading_bytes_throws_the_same_error_as_reading_the_vector()
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Pixels));
        schema["Image"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 4);
        IDataView data = _ml.Data.LoadFromEnumerable([new Pixels { Image = [1, 2, 3] }], schema);
        data = _ml.Transforms.FlattenImage("Features", "Image").Fit(data).Transform(data);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        IByteReader bytes = ((IByteRow)cursor).GetByteReader(data.Schema["Features"])!;
        VBuffer<float> vector = default;
        cursor.MoveNext();
        string message = Assert.Throws<InvalidOperationException>(() => getter(ref vector)).Message;
        Assert.Contains("'Features' could not be computed", message);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => { bytes.Read(); }).Message);
    }

    [Fact]
    public void An_image_of_the_wrong_size_throws_and_names_the_row()
    {
        AssertThrows([new Grey(), new Grey { Image = null! }], "column 'Image' (row 1) has 0 values, but the column's type, Vector<Byte, 2, 2>, has 4");
        AssertThrows([new Grey(), new Grey { Image = new byte[8] }], "column 'Image' (row 1) has 8 values");
        AssertThrows([new Floats(), new Floats { Image = null! }], "column 'Image' (row 1) has 0 values, but the column's type, Vector<Single, 2, 2>, has 4");
        AssertThrows([new Floats(), new Floats { Image = new float[3] }], "column 'Image' (row 1) has 3 values");

        void AssertThrows<TRow>(TRow[] rows, string message) where TRow : class
        {
            IDataView data = _ml.Data.LoadFromEnumerable(rows);
            IDataView flat = _ml.Transforms.FlattenImage("Features", "Image").Fit(data).Transform(data);
            Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => flat.GetColumn<float[]>("Features").Count()).Message);
            Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => _ml.Regression.Trainers.LinearRegression("Label").Fit(flat)).Message);
        }
    }

    [Fact]
    public void The_default_input_column_has_the_name_of_the_output_column()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Grey { Image = [1, 2, 3, 4] }]);
        Assert.Equal([1f, 2, 3, 4], _ml.Transforms.FlattenImage("Image").Fit(data).Transform(data).GetColumn<float[]>("Image").Single());
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Zero_or_nonfinite_scale_throws(float scale) =>
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => _ml.Transforms.FlattenImage("Features", scale: scale));

    [Fact]
    public void An_empty_name_throws() => Assert.Throws<ArgumentException>("outputColumnName", () => _ml.Transforms.FlattenImage(""));

    [Fact]
    public void Wrong_type_error_names_the_type_and_the_accepted_types()
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => _ml.Transforms.FlattenImage("Image").Fit(_ml.Data.LoadFromEnumerable([new Text()])));
        Assert.Contains("'Image': expected a vector of Byte or Single of known size, got String", exception.Message);
    }

    private float[] Flatten<TRow>(TRow row, float scale = FlattenImageEstimator.DefaultScale) where TRow : class =>
        Transform(row, scale).GetColumn<float[]>("Features").Single();

    private IDataView Transform<TRow>(TRow row, float scale = FlattenImageEstimator.DefaultScale) where TRow : class
    {
        IDataView data = _ml.Data.LoadFromEnumerable([row]);
        return _ml.Transforms.FlattenImage("Features", "Image", scale).Fit(data).Transform(data);
    }

    private sealed class Grey
    {
        [VectorType(2, 2)]
        public byte[] Image { get; set; } = new byte[4];

        public float Label { get; set; }
    }

    private sealed class Pixels
    {
        public byte[] Image { get; set; } = [];
    }

    private sealed class Floats
    {
        [VectorType(2, 2)]
        public float[] Image { get; set; } = new float[4];

        public float Label { get; set; }
    }

    private sealed class SparseFloats
    {
        public VBuffer<float> Image { get; set; }
    }

    private sealed class Colour
    {
        [VectorType(2, 4, 3)]
        public byte[] Image { get; set; } = new byte[24];
    }

    private sealed class Text
    {
        public string Image { get; set; } = "";
    }
}
