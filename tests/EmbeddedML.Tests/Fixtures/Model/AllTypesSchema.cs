// A schema with every type that a model file can store, and its description as text. The fixture all-types.zip was made
// from it by Microsoft.ML 5.0.0 (see MakeFixtures.cs.txt); the tests make the same schema and compare.
using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

internal static class AllTypesSchema
{
    private static readonly (string Name, PrimitiveDataViewType Type)[] s_primitives =
    [
        ("SByte", NumberDataViewType.SByte), ("Byte", NumberDataViewType.Byte), ("Int16", NumberDataViewType.Int16),
        ("UInt16", NumberDataViewType.UInt16), ("Int32", NumberDataViewType.Int32), ("UInt32", NumberDataViewType.UInt32),
        ("Int64", NumberDataViewType.Int64), ("UInt64", NumberDataViewType.UInt64), ("Single", NumberDataViewType.Single),
        ("Double", NumberDataViewType.Double), ("Text", TextDataViewType.Instance), ("Boolean", BooleanDataViewType.Instance),
        ("TimeSpan", TimeSpanDataViewType.Instance), ("DateTime", DateTimeDataViewType.Instance),
        ("DateTimeOffset", DateTimeOffsetDataViewType.Instance), ("RowId", RowIdDataViewType.Instance),
        ("KeyByte", new KeyDataViewType(typeof(byte), 255)), ("KeyUInt16", new KeyDataViewType(typeof(ushort), 7)),
        ("KeyUInt32", new KeyDataViewType(typeof(uint), 10)), ("KeyUInt64", new KeyDataViewType(typeof(ulong), ulong.MaxValue)),
    ];

    public static DataViewSchema Make()
    {
        var schema = new DataViewSchema.Builder();
        foreach ((string name, PrimitiveDataViewType type) in s_primitives)
        {
            schema.AddColumn(name, type);
            schema.AddColumn(name + "Vector", new VectorDataViewType(type, 3));
            schema.AddColumn(name + "Variable", new VectorDataViewType(type));
        }
        schema.AddColumn("Image", new VectorDataViewType(NumberDataViewType.Byte, 3, 0, 5));
        schema.AddColumn("Text", NumberDataViewType.Single); // hides the first of that name
        schema.AddColumn("naïve – Спасибо", TextDataViewType.Instance);
        schema.AddColumn("Annotated", new KeyDataViewType(typeof(uint), 10), MakeAnnotations());
        schema.AddColumn("Slots", new VectorDataViewType(NumberDataViewType.Single, 1000), MakeSlotNames());
        return schema.ToSchema();
    }

    public static string Describe(DataViewSchema schema)
    {
        var text = new StringBuilder();
        foreach (DataViewSchema.Column column in schema)
        {
            text.Append(column.Name).Append(": ").Append(column.Type).AppendLine(column.IsHidden ? " (hidden)" : "");
            foreach (DataViewSchema.Column annotation in column.Annotations.Schema)
                text.AppendLine($"    {annotation.Name}: {annotation.Type} = {Value(column.Annotations, annotation)}");
        }
        return text.Replace("\r\n", "\n").ToString();
    }

    private static DataViewSchema.Annotations MakeAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("SByte", NumberDataViewType.SByte, (sbyte)-5);
        annotations.AddPrimitiveValue("Byte", NumberDataViewType.Byte, (byte)200);
        annotations.AddPrimitiveValue("Int16", NumberDataViewType.Int16, (short)-3000);
        annotations.AddPrimitiveValue("UInt16", NumberDataViewType.UInt16, (ushort)60000);
        annotations.AddPrimitiveValue("Int32", NumberDataViewType.Int32, int.MinValue);
        annotations.AddPrimitiveValue("UInt32", NumberDataViewType.UInt32, uint.MaxValue);
        annotations.AddPrimitiveValue("Int64", NumberDataViewType.Int64, long.MinValue + 1);
        annotations.AddPrimitiveValue("UInt64", NumberDataViewType.UInt64, ulong.MaxValue);
        annotations.AddPrimitiveValue("Single", NumberDataViewType.Single, float.NaN);
        annotations.AddPrimitiveValue("Double", NumberDataViewType.Double, -0.1);
        annotations.AddPrimitiveValue("Text", TextDataViewType.Instance, "a – ж 𝄞".AsMemory());
        annotations.AddPrimitiveValue("Empty", TextDataViewType.Instance, "".AsMemory());
        annotations.AddPrimitiveValue("Boolean", BooleanDataViewType.Instance, true);
        annotations.AddPrimitiveValue("TimeSpan", TimeSpanDataViewType.Instance, new TimeSpan(1, 2, 3, 4, 5));
        annotations.AddPrimitiveValue("DateTime", DateTimeDataViewType.Instance, new DateTime(2024, 2, 29, 23, 59, 58));
        annotations.AddPrimitiveValue("DateTimeOffset", DateTimeOffsetDataViewType.Instance, new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-570)));
        annotations.AddPrimitiveValue("RowId", RowIdDataViewType.Instance, new DataViewRowId(12345, 678));
        annotations.AddPrimitiveValue("Key", new KeyDataViewType(typeof(ushort), 9), (ushort)4);
        AddVector(annotations, "KeyValues", TextDataViewType.Instance, new VBuffer<ReadOnlyMemory<char>>(10, Enumerable.Range(0, 10).Select(i => $"value {i}".AsMemory()).ToArray()));
        AddVector(annotations, "Sparse", NumberDataViewType.Double, new VBuffer<double>(10, 3, [1.5, -2, 1e300], [0, 4, 9]));
        AddVector(annotations, "SparseTexts", TextDataViewType.Instance, new VBuffer<ReadOnlyMemory<char>>(4, 1, ["x".AsMemory()], [2]));
        AddVector(annotations, "Nothing", NumberDataViewType.Int32, new VBuffer<int>(6, 0, [], []));
        AddVector(annotations, "Booleans", BooleanDataViewType.Instance, new VBuffer<bool>(11, Enumerable.Range(0, 11).Select(i => i % 3 == 0).ToArray()));
        AddVector(annotations, "DateTimes", DateTimeOffsetDataViewType.Instance, new VBuffer<DateTimeOffset>(2, [default, new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.FromHours(14))]));
        VBuffer<int> variable = new(0, []);
        annotations.Add("EmptyVariable", new VectorDataViewType(NumberDataViewType.Int32), (ref VBuffer<int> value) => variable.CopyTo(ref value));
        return annotations.ToAnnotations();
    }

    // Long enough that ML.NET stores it compressed.
    private static DataViewSchema.Annotations MakeSlotNames()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        AddVector(annotations, "SlotNames", TextDataViewType.Instance, new VBuffer<ReadOnlyMemory<char>>(1000, Enumerable.Range(0, 1000).Select(i => $"pixel {i}".AsMemory()).ToArray()));
        return annotations.ToAnnotations();
    }

    private static void AddVector<T>(DataViewSchema.Annotations.Builder annotations, string kind, PrimitiveDataViewType itemType, VBuffer<T> vector)
        => annotations.Add(kind, new VectorDataViewType(itemType, vector.Length), (ref VBuffer<T> value) => vector.CopyTo(ref value));

    private static string Value(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        Type raw = annotation.Type.RawType;
        return raw == typeof(sbyte) ? One<sbyte>(annotations, annotation)
            : raw == typeof(byte) ? One<byte>(annotations, annotation)
            : raw == typeof(short) ? One<short>(annotations, annotation)
            : raw == typeof(ushort) ? One<ushort>(annotations, annotation)
            : raw == typeof(int) ? One<int>(annotations, annotation)
            : raw == typeof(uint) ? One<uint>(annotations, annotation)
            : raw == typeof(long) ? One<long>(annotations, annotation)
            : raw == typeof(ulong) ? One<ulong>(annotations, annotation)
            : raw == typeof(float) ? One<float>(annotations, annotation)
            : raw == typeof(double) ? One<double>(annotations, annotation)
            : raw == typeof(ReadOnlyMemory<char>) ? One<ReadOnlyMemory<char>>(annotations, annotation)
            : raw == typeof(bool) ? One<bool>(annotations, annotation)
            : raw == typeof(TimeSpan) ? One<TimeSpan>(annotations, annotation)
            : raw == typeof(DateTime) ? One<DateTime>(annotations, annotation)
            : raw == typeof(DateTimeOffset) ? One<DateTimeOffset>(annotations, annotation)
            : raw == typeof(DataViewRowId) ? One<DataViewRowId>(annotations, annotation)
            : raw == typeof(VBuffer<ReadOnlyMemory<char>>) ? Many<ReadOnlyMemory<char>>(annotations, annotation)
            : raw == typeof(VBuffer<double>) ? Many<double>(annotations, annotation)
            : raw == typeof(VBuffer<int>) ? Many<int>(annotations, annotation)
            : raw == typeof(VBuffer<bool>) ? Many<bool>(annotations, annotation)
            : Many<DateTimeOffset>(annotations, annotation);
    }

    private static string One<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default!;
        annotations.GetValue(annotation.Name, ref value);
        return Text(value);
    }

    private static string Many<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        VBuffer<T> value = default;
        annotations.GetValue(annotation.Name, ref value);
        return $"{value}: {string.Join(", ", value.Items().Select(item => $"[{item.Key}] {Text(item.Value)}"))}";
    }

    private static string Text<T>(T value) => value switch
    {
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => $"'{value}'",
    };
}
