using MLNetDeep.Faults.Support;
using MLNetDeep.Keras;
using MLNetDeep.Neural;

namespace MLNetDeep.Faults.Mutations;

/// <summary>
/// Files of Keras. An HDF5 file has many places that refer to others, which random bytes rarely hit: in half of the cases, an 8-byte number in it
/// becomes another place, or a large number.
/// </summary>
internal static class KerasFormats
{
    private static readonly string[] s_names =
        ["pictures.weights.h5", "pictures.h5", "pictures-latest.weights.h5", "pictures-chunked.weights.h5", "pictures.keras"];

    private static readonly NetworkSpec s_spec = new(
        [8, 8, 2],
        [
            new Conv2D(4, 3), new BatchNormalization(), new DepthwiseConv2D(2), new SeparableConv2D(3, 2, depthMultiplier: 2), new Flatten(), new Dense(5),
            new BatchNormalization(), new Dense(3, Activation.Softmax),
        ]);

    private static readonly DataFolder s_folder = new();

    public static IReadOnlyList<FileFormat> All { get; } =
    [
        .. s_names.Select(name => new FileFormat(name, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Keras", name)), file => Read(name, file))
        {
            Cases = 30,
            HasOwnThread = true,

            // What the process allocates, with PureHDF's caches and buffers.
            Allocated = (256 << 20, 0),
            IsDocumented = exception => exception is InvalidDataException or ArgumentException { ParamName: null },
        }),
    ];

    /// <summary>Returns a copy with one to three numbers that are replaced by places in the file or by large numbers.</summary>
    public static byte[] DamageReferences(byte[] file, Random random)
    {
        byte[] damaged = [.. file];
        int[] places = [.. Enumerable.Range(0, file.Length / sizeof(ulong)).Where(i => BitConverter.ToUInt64(file, i * sizeof(ulong)) != 0)];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            long value = random.Next(3) switch
            {
                0 => random.Next(file.Length) & ~7,
                1 => random.Next(256),
                _ => -1L >>> random.Next(64),
            };
            Span<byte> number = damaged.AsSpan(places[random.Next(places.Length)] * sizeof(ulong), sizeof(ulong));
            BitConverter.GetBytes(value).AsSpan(0, 1 << random.Next(4)).CopyTo(number);
        }

        return damaged;
    }

    /// <summary>Reads files with damaged references, as <see cref="MutationAttack"/> does with others.</summary>
    public static void AttackReferences(FileFormat format)
    {
        Random random = new(23);
        int refused = 0, cases = format.Cases * Effort.Factor;
        for (int i = 0; i < cases; i++)
        {
            byte[] damaged = DamageReferences(format.Good, random);
            long allocated = MutationAttack.Allocated(format);
            Exception? refusal = null;
            try
            {
                format.Read(damaged);
            }
            catch (Exception e) when (format.IsDocumented(e))
            {
                refused++;
                refusal = e;
            }
            catch (Exception e)
            {
                Assert.Fail($"Case {i}, {Convert.ToBase64String(damaged)}: {e}");
            }

            allocated = MutationAttack.Allocated(format) - allocated;
            Assert.True(allocated < MutationAttack.Limit(format, damaged.Length, refusal), $"Case {i} allocated {allocated} bytes: {Convert.ToBase64String(damaged)}");
        }

        Assert.InRange(refused, cases / 10, cases);
        Figures.Add("damaged references", format.Name, $"{cases:N0} cases: {refused:N0} refused, {cases - refused:N0} read, 0 other exceptions");
    }

    private static void Read(string name, byte[] file) => KerasWeights.FromFile(s_folder.Write(name, file), s_spec);
}
