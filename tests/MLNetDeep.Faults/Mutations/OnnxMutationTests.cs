using MLNetDeep.Faults.Support;
using MLNetDeep.Neural;
using MLNetDeep.Onnx;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Faults.Mutations;

/// <summary>
/// Damages ONNX models of all kinds: bits, bytes and ends of one, parts of two put together, and changes after which the file is a model still. Each is
/// read, or refused with a documented exception, and what is allocated is in proportion to the file.
/// </summary>
public sealed class OnnxMutationTests
{
    // For any file: the tables of the reader, the message and what the runtime needs.
    private const long AllocatedForAnyFile = 4 << 20;
    private const long AllocatedForByte = 500;
    private const int Cases = 40;

    private static readonly string[] s_names =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Onnx"), "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Damaged_models_are_read_or_refused()
    {
        byte[][] models = [.. s_names.Select(name => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Onnx", name + ".onnx")))];
        Mutator bytes = new(seed: 18);
        OnnxModelMutator parts = new(seed: 18);
        Random random = new(18);
        int refused = 0, cases = 0;
        long most = 0;
        for (int repetition = 0; repetition < Cases * Effort.Factor; repetition++)
        {
            foreach (byte[] model in models)
            {
                byte[] damaged = (repetition % 4) switch
                {
                    0 => bytes.Damage(model),
                    1 => Splice(model, models[random.Next(models.Length)], random),
                    _ => parts.Change(model),
                };
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Network.LoadOnnx(new MemoryStream(damaged));
                }
                catch (Exception e) when (e is InvalidDataException or NotSupportedException)
                {
                    refused++;
                }
                catch (Exception e)
                {
                    Assert.Fail($"Case {cases}, {Convert.ToBase64String(damaged)}: {e}");
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                Assert.True(
                    allocated < AllocatedForAnyFile + (AllocatedForByte * damaged.Length),
                    $"Case {cases} allocated {allocated} bytes: {Convert.ToBase64String(damaged)}");
                most = Math.Max(most, allocated);
                cases++;
            }
        }

        Assert.InRange(refused, cases / 10, cases);
        Figures.Add(
            "damaged files", "ONNX model", $"{cases:N0} cases: {refused:N0} refused, {cases - refused:N0} read, 0 other exceptions; at most {most / 1024:N0} KiB allocated");
    }

    // The beginning of one model, then the rest of another.
    private static byte[] Splice(byte[] first, byte[] second, Random random) =>
        [.. first[..random.Next(first.Length)], .. second[random.Next(second.Length)..]];
}
