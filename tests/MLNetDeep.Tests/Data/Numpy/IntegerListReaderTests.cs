using System.Text;
using MLNetDeep.Data;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

/// <summary>Reads handwritten valid and malicious pickles. Opcode names are those of Python's pickletools.</summary>
public class IntegerListReaderTests
{
    [Theory]
    [InlineData("].", "")]
    [InlineData("]]a.", "[]")]
    [InlineData("](]](K\u0005K\u00FFee.", "[] [5 255]")]
    [InlineData("]](J\u0001\u0000\u0000\u0080M\u0034\u0012\u008A\u0001\u00FE\u008A\u0000\u008A\u0002\u0000\u0001ea.", "[-2147483647 4660 -2 0 256]")]
    [InlineData("](]q\u0007K\u0001ah\u0007]r\u0009\u0001\u0000\u0000j\u0009\u0001\u0000\u0000e.", "[1] [1] [] []")]
    [InlineData("\u0095\u0007\u0000\u0000\u0000\u0000\u0000\u0000\u0000]\u0094]\u0094K\u0001aa.", "[1]")]
    public void Lists_of_integers_are_read(string instructions, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(instructions).Select(l => $"[{string.Join(' ', l)}]")));

    // In Python, these pickles would call os.system, print or eval, load a persistent object or an extension, or create an instance.
    [Theory]
    [InlineData("cos\nsystem\n(\u008C\u0004exittR.", "0x63 (Global)", 2, "refers to 'os.system'")]
    [InlineData("cbuiltins\nprint\n)R.", "0x63 (Global)", 2, "refers to 'builtins.print'")]
    [InlineData("\u008C\u0008builtins\u008C\u0004eval\u0093.", "0x93 (StackGlobal)", 18, "refers to 'builtins.eval'")]
    [InlineData("cnumpy\nload\n.", "0x63 (Global)", 2, "refers to 'numpy.load'")]
    [InlineData("cnumpy\nndarray\n)R.", "0x52 (Reduce)", 18, "would call something other")]
    [InlineData("c_codecs\nencode\n(X\u0001\u0000\u0000\u0000aX\u0005\u0000\u0000\u0000rot13tR.", "0x52 (Reduce)", 36, "would call something other")]
    [InlineData("]K\u0001R.", "0x52 (Reduce)", 5, "would call something other")]
    [InlineData("]K\u0001b.", "0x62 (Build)", 5, "would set the state")]
    [InlineData("cnumpy\ndtype\n)\u0081.", "0x81 (NewObj)", 16, "is not one that lists")]
    [InlineData("(ios\nsystem\n.", "0x69 (Inst)", 3, "is not one that lists")]
    [InlineData("(cnumpy\nndarray\no.", "0x6F (Obj)", 18, "is not one that lists")]
    [InlineData("Pfile\n.", "0x50 (PersId)", 2, "is not one that lists")]
    [InlineData("\u0082\u0001.", "0x82 (Ext1)", 2, "is not one that lists")]
    [InlineData("}.", "0x7D (EmptyDict)", 2, "is not one that lists")]
    [InlineData("I1\n.", "0x49 (Int)", 2, "is not one that lists")]
    [InlineData("]G\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000a.", "0x47 (BinFloat)", 3, "is not one that lists")]
    [InlineData("\u00FF.", "0xFF", 2, "is not one that lists")]
    public void Unsupported_instruction_error_names_instruction_and_offset(string instructions, string instruction, int offset, string reason)
    {
        string message = ReadError(instructions);
        Assert.Contains($"x.npy at offset {offset}: the pickle's instruction {instruction} {reason}", message);
        Assert.EndsWith("it was not run.", message);
    }

    [Theory]
    [InlineData(".", "leaves 0 values")]
    [InlineData("]].", "leaves 2 values")]
    [InlineData("](.", "leaves 1 values")]
    [InlineData("e.", "has no mark before it")]
    [InlineData("a.", "needs 1 values, but there are 0")]
    [InlineData("](a.", "needs 1 values, but there are 0")]
    [InlineData("K\u0001K\u0002a.", "appends to a value that is not a list")]
    [InlineData("]K\u0001a]a.", "appends a value to a list that is neither")]
    [InlineData("]]aK\u0001a.", "appends a value to a list that is neither")]
    [InlineData("]Na.", "appends a value to a list that is neither")]
    [InlineData("]\u008A\u0005\u0000\u0000\u0000\u0000\u0001a.", "neither a 32-bit integer nor a list")]
    [InlineData("]\u008A\u0009\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000a.", "has a number of 9 bytes")]
    [InlineData("h\u0000.", "asks for value 0, which was not stored")]
    [InlineData("X\u00FF\u00FF\u00FF\u00FF.", "has a text of 4294967295 bytes")]
    [InlineData("K\u0001K\u0002\u0093.", "has no two texts before it")]
    [InlineData("]", "the file ends too early")]
    [InlineData("]K", "the file ends too early")]
    [InlineData("K\u0001.", "does not contain lists of integers")]
    [InlineData("]K\u0001a.", "does not contain lists of integers")]
    [InlineData("]]]aa.", "does not contain lists of integers")]
    public void Malformed_pickles_throw(string instructions, string reason) => Assert.Contains(reason, ReadError(instructions));

    [Theory]
    [InlineData(new byte[0], "does not start with PROTO")]
    [InlineData(new byte[] { (byte)'(', (byte)'l' }, "does not start with PROTO")]
    [InlineData(new byte[] { 0x80, 1, (byte)']', (byte)'.' }, "has protocol 1, but 2 to 5 can be read")]
    [InlineData(new byte[] { 0x80, 6, (byte)']', (byte)'.' }, "has protocol 6, but 2 to 5 can be read")]
    public void Unsupported_protocols_throw(byte[] pickle, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => IntegerListReader.ReadLists(Source(pickle), count: 2)).Message);

    // Each one-byte opcode allocates about a hundred bytes. The reader allows one value per list plus 256 more.
    [Theory]
    [InlineData("]", 10_000, "EmptyList) is for more values than the lists that the header says")]
    [InlineData(")", 10_000, "EmptyTuple) is for more values")]
    [InlineData("N\u0085", 10_000, "is for more values")]
    [InlineData("(", 10_000, "Mark) is one mark more than 256")]
    [InlineData("K\u0001", 70_000, "BinInt1) leaves more than 65536 values")]
    [InlineData("\u0094", 10_000, "Memoize) stores more values than there should be")]
    public void Pickles_that_would_exhaust_memory_throw(string instruction, int times, string reason) =>
        Assert.Contains(reason, ReadError("]" + string.Concat(Enumerable.Repeat(instruction, times))));

    // In Python, a list can contain itself. Such a list is not a list of integers.
    [Fact]
    public void A_list_that_contains_itself_is_refused() => Assert.Contains("does not contain lists of integers", ReadError("]\u0094h\u0000a."));

    // Any bytes are either read or throw InvalidDataException.
    [Fact]
    public void Damaged_pickles_are_read_or_throw()
    {
        byte[] pickle = Npz.Pickle(Encoding.Latin1.GetBytes("\u008C\u0015numpy.core.multiarray\u008C\u000C_reconstruct\u0093\u008C\u0005numpy\u008C\u0007ndarray\u0093K\u0000\u0085C\u0001b\u0087R(K\u0001K\u0002\u0085\u008C\u0005numpy\u008C\u0005dtype\u0093\u008C\u0002O8\u0089\u0088\u0087R(K\u0003\u008C\u0001|NNNJ\u00FF\u00FF\u00FF\u00FFJ\u00FF\u00FF\u00FF\u00FFK?tb\u0089](](K\u0001K\u0002e]K\u0005aetb."));
        Assert.Equal([[1, 2], [5]], IntegerListReader.ReadLists(Source(pickle), count: 2));
        Random random = new(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. pickle];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                IntegerListReader.ReadLists(Source(damaged), count: 2);
            }
            catch (InvalidDataException e)
            {
                Assert.Contains("at offset", e.Message);
            }
        }
    }

    private static IReadOnlyList<IReadOnlyList<int>> Read(string instructions) =>
        IntegerListReader.ReadLists(Source(Npz.Pickle(Encoding.Latin1.GetBytes(instructions))), count: 2);

    private static string ReadError(string instructions) => Assert.Throws<InvalidDataException>(() => Read(instructions)).Message;

    private static ByteSource Source(byte[] bytes) => new(new MemoryStream(bytes), "x.npy", maxLength: bytes.Length);
}
