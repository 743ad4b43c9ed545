namespace MLNetDeep.Tests.Support;

/// <summary>Damages byte arrays at random, in the same way for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[] s_specialBytes = [0, 1, 0x7F, 0x80, 0xFF, (byte)'"', (byte)',', (byte)'\n', (byte)'\r', (byte)'(', (byte)'e', (byte)'.'];

    private readonly Random _random = new(seed);

    /// <summary>Returns a copy with up to four changes: bytes replaced, flipped, inserted, removed or repeated, or a cut end.</summary>
    public byte[] Damage(byte[] content)
    {
        List<byte> damaged = [.. content];
        for (int changes = _random.Next(1, 5); changes > 0 && damaged.Count > 0; changes--)
        {
            int position = _random.Next(damaged.Count);
            int length = Math.Min(_random.Next(1, 20), damaged.Count - position);
            switch (_random.Next(7))
            {
                case 0:
                    damaged[position] = (byte)_random.Next(256);
                    break;
                case 1:
                    damaged[position] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    damaged[position] = s_specialBytes[_random.Next(s_specialBytes.Length)];
                    break;
                case 3:
                    damaged.Insert(position, s_specialBytes[_random.Next(s_specialBytes.Length)]);
                    break;
                case 4:
                    damaged.RemoveRange(position, length);
                    break;
                case 5:
                    damaged.InsertRange(_random.Next(damaged.Count), damaged.GetRange(position, length));
                    break;
                default:
                    damaged.RemoveRange(position, damaged.Count - position);
                    break;
            }
        }

        return [.. damaged];
    }
}
