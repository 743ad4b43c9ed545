using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>
/// The conversions that ML.NET has between types. What cannot be said in the other type becomes its default value, or NaN;
/// signed integers lose their higher bits, but a text that is none is an error.
/// </summary>
internal static class ValueConversions
{
    private static readonly Dictionary<(Type Source, Type Result), ValueConversion> s_conversions = MakeTable();

    /// <summary>The conversion of values, or of keys among themselves, or of texts to keys; null where there is none.</summary>
    public static ValueConversion? Find(DataViewType source, PrimitiveDataViewType result)
    {
        if (result is KeyDataViewType resultKey)
        {
            if (source is TextDataViewType)
                return RawTypes.Invoke(result.RawType, new KeyParsing(resultKey.Count));
            if (source is not KeyDataViewType sourceKey || sourceKey.Count != resultKey.Count)
                return null;
        }
        else if (source is KeyDataViewType)
            return null;
        return s_conversions.GetValueOrDefault((source.RawType, result.RawType));
    }

    private static Dictionary<(Type Source, Type Result), ValueConversion> MakeTable()
    {
        Dictionary<(Type Source, Type Result), ValueConversion> table = [];
        AddSigned<sbyte>(table);
        AddSigned<short>(table);
        AddSigned<int>(table);
        AddSigned<long>(table);
        AddUnsigned<byte>(table);
        AddUnsigned<ushort>(table);
        AddUnsigned<uint>(table);
        AddUnsigned<ulong>(table);
        AddReal<float>(table, "G7");
        AddReal<double>(table, "G17");
        AddRowIds(table);
        AddBooleans(table);
        AddTimes(table);
        AddTexts(table);
        return table;
    }

    private static void Add<TSource, TResult>(Dictionary<(Type Source, Type Result), ValueConversion> table, Func<TSource, TResult> convert)
        => table.Add((typeof(TSource), typeof(TResult)), new ValueConversion<TSource, TResult>(convert));

    private static void AddSigned<T>(Dictionary<(Type Source, Type Result), ValueConversion> table) where T : IBinaryInteger<T>
    {
        Add(table, static (T value) => sbyte.CreateTruncating(value));
        Add(table, static (T value) => short.CreateTruncating(value));
        Add(table, static (T value) => int.CreateTruncating(value));
        Add(table, static (T value) => long.CreateTruncating(value));
        AddReals<T>(table);
    }

    private static void AddUnsigned<T>(Dictionary<(Type Source, Type Result), ValueConversion> table) where T : IBinaryInteger<T>
    {
        Add(table, static (T value) => Narrow<byte>(ulong.CreateTruncating(value)));
        Add(table, static (T value) => Narrow<ushort>(ulong.CreateTruncating(value)));
        Add(table, static (T value) => Narrow<uint>(ulong.CreateTruncating(value)));
        Add(table, static (T value) => ulong.CreateTruncating(value));
        Add(table, static (T value) => new DataViewRowId(ulong.CreateTruncating(value), 0));
        AddReals<T>(table);
    }

    private static void AddReals<T>(Dictionary<(Type Source, Type Result), ValueConversion> table) where T : IBinaryInteger<T>
    {
        Add(table, static (T value) => float.CreateTruncating(value));
        Add(table, static (T value) => double.CreateTruncating(value));
        Add(table, static (T value) => value != T.Zero);
        Add(table, static (T value) => value.ToString(null, CultureInfo.InvariantCulture).AsMemory());
    }

    private static void AddReal<T>(Dictionary<(Type Source, Type Result), ValueConversion> table, string format) where T : IFloatingPoint<T>
    {
        Add(table, static (T value) => float.CreateTruncating(value));
        Add(table, static (T value) => double.CreateTruncating(value));
        Add(table, static (T value) => value != T.Zero);
        Add(table, (T value) => value.ToString(format, CultureInfo.InvariantCulture).AsMemory());
    }

    private static void AddRowIds(Dictionary<(Type Source, Type Result), ValueConversion> table)
    {
        Add(table, static (DataViewRowId value) => value.High == 0 ? Narrow<byte>(value.Low) : default);
        Add(table, static (DataViewRowId value) => value.High == 0 ? Narrow<ushort>(value.Low) : default);
        Add(table, static (DataViewRowId value) => value.High == 0 ? Narrow<uint>(value.Low) : default);
        Add(table, static (DataViewRowId value) => value.High == 0 ? value.Low : 0);
        AddText(table, RowIdDataViewType.Instance, default(DataViewRowId));
    }

    private static void AddBooleans(Dictionary<(Type Source, Type Result), ValueConversion> table)
    {
        Add(table, static (bool value) => value ? (sbyte)1 : (sbyte)0);
        Add(table, static (bool value) => value ? (short)1 : (short)0);
        Add(table, static (bool value) => value ? 1 : 0);
        Add(table, static (bool value) => value ? 1L : 0);
        Add(table, static (bool value) => value ? 1f : 0);
        Add(table, static (bool value) => value ? 1d : 0);
        Add(table, static (bool value) => value);
        Add(table, static (bool value) => (value ? bool.TrueString : bool.FalseString).AsMemory());
    }

    private static void AddTimes(Dictionary<(Type Source, Type Result), ValueConversion> table)
    {
        AddTicks(table, static (TimeSpan value) => value.Ticks);
        AddTicks(table, static (DateTime value) => value.Ticks);
        AddTicks(table, static (DateTimeOffset value) => value.UtcTicks);
        AddText(table, TimeSpanDataViewType.Instance, default(TimeSpan));
        AddText(table, DateTimeDataViewType.Instance, default(DateTime));
        AddText(table, DateTimeOffsetDataViewType.Instance, default(DateTimeOffset));
        Add(table, static (DateTime value) => value);
    }

    private static void AddTicks<T>(Dictionary<(Type Source, Type Result), ValueConversion> table, Func<T, long> ticks)
    {
        Add(table, ticks);
        Add(table, (T value) => (float)ticks(value));
        Add(table, (T value) => (double)ticks(value));
    }

    private static void AddText<T>(Dictionary<(Type Source, Type Result), ValueConversion> table, PrimitiveDataViewType type, T _)
        => Add(table, (T value) => ValueText.Format(value, type).AsMemory());

    private static void AddTexts(Dictionary<(Type Source, Type Result), ValueConversion> table)
    {
        Add<ReadOnlyMemory<char>, sbyte>(table, ParseSigned<sbyte>);
        Add<ReadOnlyMemory<char>, short>(table, ParseSigned<short>);
        Add<ReadOnlyMemory<char>, int>(table, ParseSigned<int>);
        Add<ReadOnlyMemory<char>, long>(table, ParseSigned<long>);
        AddParser<byte, UnsignedParser<byte>>(table, default);
        AddParser<ushort, UnsignedParser<ushort>>(table, default);
        AddParser<uint, UnsignedParser<uint>>(table, default);
        AddParser<ulong, UnsignedParser<ulong>>(table, default);
        AddParser<float, SingleParser>(table, new SingleParser('.', empty: 0));
        AddParser<double, DoubleParser>(table, new DoubleParser('.', empty: 0));
        AddParser<bool, BooleanParser>(table, default);
        AddParser<TimeSpan, TimeSpanParser>(table, default);
        AddParser<DateTime, DateTimeParser>(table, default);
        AddParser<DateTimeOffset, DateTimeOffsetParser>(table, default);
        AddParser<DataViewRowId, RowIdParser>(table, default);
        Add(table, static (ReadOnlyMemory<char> text) => text);
    }

    private static void AddParser<T, TParser>(Dictionary<(Type Source, Type Result), ValueConversion> table, TParser parser)
        where TParser : struct, IFieldParser<T>
        => Add(table, Parse<T, TParser>(parser));

    // What cannot be read is what the parser gives then.
    private static Func<ReadOnlyMemory<char>, T> Parse<T, TParser>(TParser parser) where TParser : struct, IFieldParser<T> => text =>
    {
        parser.TryParse(text.Span, out T value);
        return value;
    };

    // Of all types these alone have no value for what cannot be read.
    private static T ParseSigned<T>(ReadOnlyMemory<char> text) where T : IBinaryInteger<T>, IMinMaxValue<T>
        => default(SignedParser<T>).TryParse(text.Span, out T value)
            ? value
            : throw new InvalidOperationException($"The text '{text}' cannot be converted to {typeof(T).Name}: it is no integer, or too large a one.");

    private static T Narrow<T>(ulong value) where T : IBinaryInteger<T>, IMinMaxValue<T>
        => value <= ulong.CreateTruncating(T.MaxValue) ? T.CreateTruncating(value) : T.Zero;

    private sealed class KeyParsing(ulong count) : IRawTypeFunction<ValueConversion>
    {
        public ValueConversion Invoke<T>()
        {
            if (typeof(T) == typeof(byte))
                return Make<byte>();
            if (typeof(T) == typeof(ushort))
                return Make<ushort>();
            return typeof(T) == typeof(uint) ? Make<uint>() : Make<ulong>();
        }

        private ValueConversion<ReadOnlyMemory<char>, T> Make<T>() where T : IBinaryInteger<T> => new(Parse<T, KeyParser<T>>(new KeyParser<T>(count)));
    }
}
