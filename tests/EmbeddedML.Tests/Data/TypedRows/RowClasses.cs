using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.TypedRows;

// Row classes whose schemas were recorded from Microsoft.ML 5.0.0. The order of members matters.
#pragma warning disable CS0649, CS0169, CA1823, IDE0051, IDE0044 // what is never assigned or used is there to be (not) found

public class AllFields
{
    public bool Bool;
    public sbyte SByte;
    public byte Byte;
    public short Int16;
    public ushort UInt16;
    public int Int32;
    public uint UInt32;
    public long Int64;
    public ulong UInt64;
    public float Single;
    public double Double;
    public string? String;
    public ReadOnlyMemory<char> Text;
    public DateTime DateTime;
    public DateTimeOffset DateTimeOffset;
    public TimeSpan TimeSpan;
    public DataViewRowId RowId;
}

public class Arrays
{
    public bool[]? Bool { get; set; }
    public sbyte[]? SByte;
    public byte[]? Byte;
    public short[]? Int16;
    public ushort[]? UInt16 { get; set; }
    public int[]? Int32;
    public uint[]? UInt32;
    public long[]? Int64;
    public ulong[]? UInt64;
    public float[]? Single { get; set; }
    public double[]? Double;
    public string?[]? String;
    public ReadOnlyMemory<char>[]? Text;
    public DateTime[]? DateTime;
    public DateTimeOffset[]? DateTimeOffset;
    public TimeSpan[]? TimeSpan;
    public DataViewRowId[]? RowId { get; set; }
    public VBuffer<float> Buffer;
    public VBuffer<ReadOnlyMemory<char>> TextBuffer { get; set; }
}

public class Attributed
{
    [VectorType(3)] public float[]? A { get; set; }
    [VectorType] public float[]? B;
    [VectorType(0)] public float[]? C;
    [VectorType(2, 3)] public float[]? D;
    [VectorType(0, 3)] public float[]? E;
    [KeyType(10)] public uint K;
    [KeyType(200)] public byte KB;
    [KeyType(5)] public ulong KL;
    [KeyType(7), VectorType(2)] public uint[]? KV;
    [ColumnName("Renamed")] public float R;
    [NoColumn] public object? Ignored;
    [NoColumn] public float Ignored2 { get; set; }
    [ColumnName("")] public float EmptyName;
}

public class Base
{
    public const int Constant = 3;
    public static int Static;
    public int BaseField;
    private int _hidden;
    protected int ProtectedField;
    internal int InternalField;
    public virtual int BaseProperty { get; set; }
    public int this[int index] => index;
}

public class Derived : Base
{
    public int DerivedField;
    public override int BaseProperty { get; set; }
    public string? Own { get; set; }
}

public class Mixed
{
    public int P1 { get; set; }
    public int F1;
    public int P2 { get; set; }
    public int F2;
    public int ReadOnly => 5;
    public int WriteOnly { set => _ = value; }
    public int PrivateSet { get; private set; }
    public int PrivateGet { private get; set; }
    public int Init { get; init; }
    public readonly int ReadOnlyField = 3;
}

public record Record(float X, string Y);

public interface IScalar
{
    float A { get; }
}

public abstract class AbstractScalar : IScalar
{
    public abstract float A { get; set; }
}

public class Scalar : AbstractScalar
{
    public override float A { get; set; }
}

public class ScalarField
{
    public float A;
}

public class Empty;

public class Shadowing : Base
{
    public new string? BaseField;
}

public class Duplicate
{
    [ColumnName("X")] public int A;
    public int X;
}

public class Of<T>
{
    public T? A;
}

public class KeyOfSingle
{
    [KeyType(3)] public float A;
}

public class KeyTooLarge
{
    [KeyType(300)] public byte A;
}

public class KeyWithoutCount
{
    [KeyType] public uint A;
}

public class KeyOfNone
{
    [KeyType(0)] public uint A;
}

public class KeyOfUInt16
{
    [KeyType(3)] public ushort A;
}

public class VectorOfScalar
{
    [VectorType(3)] public float A;
}

public class NegativeVector
{
    [VectorType(-1)] public float[]? A;
}

public class Vectors
{
    [VectorType(3)] public float[]? A;
    public VBuffer<float> V;
}
