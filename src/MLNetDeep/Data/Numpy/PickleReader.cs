namespace MLNetDeep.Data;

/// <summary>
/// Reads a list of lists of integers, or a NumPy array of them, from a pickle. A pickle is a program for a stack machine, which in
/// Python can call any function. This reader runs only the opcodes that build such lists, treats the few names that NumPy writes
/// around them as data (see <see cref="PickleNames"/>), calls nothing, and refuses everything else.
/// </summary>
internal sealed class PickleReader
{
    private const int OldestProtocol = 2;
    private const int NewestProtocol = 5;

    // Names are the only texts in such a pickle.
    private const int MaxTextLength = 64;

    // Python appends at most 1,000 items at a time, so the stack stays short. Values other than integers take more memory than
    // bytes in the pickle. They are the lists, whose number is known, and the few values that NumPy writes around them.
    private const int MaxStackLength = 1 << 16;
    private const int MaxOtherValues = 256;

    private readonly ByteSource _source;
    private readonly long _maxValues;
    private readonly List<PickleValue> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<long, PickleValue> _memo = [];

    private long _valueCount;
    private long _offset;
    private PickleOpcode _opcode;

    private PickleReader(ByteSource source, int count)
    {
        _source = source;
        _maxValues = count + (long)MaxOtherValues;
    }

    /// <summary>Reads a pickled list of lists of integers.</summary>
    /// <param name="source">The bytes of the pickle.</param>
    /// <param name="count">The expected number of lists; a pickle with many more is refused.</param>
    /// <exception cref="InvalidDataException">The pickle holds something else; the message contains the opcode and its offset.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> ReadLists(ByteSource source, int count)
    {
        PickleReader reader = new(source, count);
        PickleValue.List? lists = reader.Run() switch
        {
            PickleValue.List list => list,
            PickleValue.Array array => array.Elements,
            _ => null,
        };
        if (lists is null || lists.HasIntegers || lists.Lists.Exists(l => l.HasLists))
        {
            throw source.Error("the pickle is not one of lists of integers");
        }

        return lists.Lists.ConvertAll(l => l.Integers);
    }

    private PickleValue Run()
    {
        if (_source.AtEnd || (PickleOpcode)_source.ReadByte() != PickleOpcode.Proto)
        {
            throw _source.Error("the pickle does not start with PROTO, as those of protocols 2 to 5 do", 0);
        }

        int protocol = _source.ReadByte();
        if (protocol is < OldestProtocol or > NewestProtocol)
        {
            throw _source.Error($"the pickle has protocol {protocol}, but {OldestProtocol} to {NewestProtocol} can be read", 0);
        }

        while (true)
        {
            _offset = _source.Offset;
            _opcode = (PickleOpcode)_source.ReadByte();
            if (_opcode == PickleOpcode.Stop)
            {
                return _stack.Count == 1 && _marks.Count == 0 ? _stack[0] : throw Refused($"leaves {_stack.Count} values and {_marks.Count} marks on the stack, but 1 value is expected");
            }

            Execute();
        }
    }

    private void Execute()
    {
        switch (_opcode)
        {
            case PickleOpcode.Frame:
                _source.ReadNumber(sizeof(ulong));
                break;
            case PickleOpcode.Mark:
                if (_marks.Count == MaxOtherValues)
                {
                    throw Refused($"is one mark more than {MaxOtherValues}");
                }

                _marks.Push(_stack.Count);
                break;
            case PickleOpcode.BinInt:
                Push(new PickleValue.Integer((int)_source.ReadNumber(sizeof(int))));
                break;
            case PickleOpcode.BinInt1:
                Push(new PickleValue.Integer((long)_source.ReadNumber(1)));
                break;
            case PickleOpcode.BinInt2:
                Push(new PickleValue.Integer((long)_source.ReadNumber(2)));
                break;
            case PickleOpcode.Long1:
                Push(new PickleValue.Integer(ReadLong(_source.ReadByte())));
                break;
            case PickleOpcode.None:
                Push(new PickleValue.None());
                break;
            case PickleOpcode.NewTrue or PickleOpcode.NewFalse:
                Push(new PickleValue.Boolean(_opcode == PickleOpcode.NewTrue));
                break;
            case PickleOpcode.ShortBinUnicode:
                Push(new PickleValue.Text(ReadText(1)));
                break;
            case PickleOpcode.BinUnicode:
                Push(new PickleValue.Text(ReadText(sizeof(uint))));
                break;
            case PickleOpcode.ShortBinBytes or PickleOpcode.ShortBinString:
                Push(new PickleValue.Bytes(ReadText(1)));
                break;
            case PickleOpcode.EmptyList:
                Push(new PickleValue.List());
                break;
            case PickleOpcode.EmptyTuple:
                Push(new PickleValue.Tuple([]));
                break;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                Push(new PickleValue.Tuple(Pop(_opcode - PickleOpcode.Tuple1 + 1)));
                break;
            case PickleOpcode.Tuple:
                Push(new PickleValue.Tuple(PopToMark()));
                break;
            case PickleOpcode.Append:
                AddTo(Pop(1));
                break;
            case PickleOpcode.Appends:
                AddTo(PopToMark());
                break;
            case PickleOpcode.BinPut:
                Memoize(_source.ReadByte());
                break;
            case PickleOpcode.LongBinPut:
                Memoize((long)_source.ReadNumber(sizeof(uint)));
                break;
            case PickleOpcode.Memoize:
                Memoize(_memo.Count);
                break;
            case PickleOpcode.BinGet:
                Push(Recall(_source.ReadByte()));
                break;
            case PickleOpcode.LongBinGet:
                Push(Recall((long)_source.ReadNumber(sizeof(uint))));
                break;
            case PickleOpcode.Global:
                string module = ReadLine();
                Push(Named(module, ReadLine()));
                break;
            case PickleOpcode.StackGlobal:
                Push(Pop(2) is [PickleValue.Text { Value: string owner }, PickleValue.Text { Value: string name }]
                    ? Named(owner, name)
                    : throw Refused("has no two texts before it"));
                break;
            case PickleOpcode.Reduce:
                PickleValue[] call = Pop(2);
                Push(PickleNames.Reduce(call[0], call[1]) ?? throw Refused("would call something other than what an array of objects needs"));
                break;
            case PickleOpcode.Build:
                PickleValue state = Pop(1)[0];
                if (!PickleNames.Build(Top(), state))
                {
                    throw Refused("would set the state of something other than an array of objects");
                }

                break;
            default:
                throw Refused("is not one that lists of integers need");
        }
    }

    private InvalidDataException Refused(string reason)
    {
        string name = Enum.IsDefined(_opcode) ? $" ({_opcode})" : "";
        return _source.Error($"the pickle's instruction 0x{(byte)_opcode:X2}{name} {reason}; it was not run", _offset);
    }

    private PickleValue.Name Named(string module, string name) =>
        PickleNames.Find($"{module}.{name}") ?? throw Refused($"refers to '{module}.{name}', which lists of integers do not need");

    private void Push(PickleValue value)
    {
        if (_stack.Count == MaxStackLength)
        {
            throw Refused($"leaves more than {MaxStackLength} values on the stack");
        }

        if (value is not PickleValue.Integer && ++_valueCount > _maxValues)
        {
            throw Refused($"is for more values than the lists that the header says and {MaxOtherValues} others");
        }

        _stack.Add(value);
    }

    private PickleValue Top() => Pop(1) is [PickleValue top] && Restore(top) ? top : throw Refused("has no value before it");

    private bool Restore(PickleValue value)
    {
        _stack.Add(value);
        return true;
    }

    // As in Python, values below the last mark cannot be popped.
    private PickleValue[] Pop(int count)
    {
        int bottom = _marks.Count > 0 ? _marks.Peek() : 0;
        if (_stack.Count - bottom < count)
        {
            throw Refused($"needs {count} values, but there are {_stack.Count - bottom}");
        }

        return TakeFrom(_stack.Count - count);
    }

    private PickleValue[] PopToMark() => _marks.TryPop(out int mark) ? TakeFrom(mark) : throw Refused("has no mark before it");

    private PickleValue[] TakeFrom(int index)
    {
        PickleValue[] values = [.. _stack[index..]];
        _stack.RemoveRange(index, values.Length);
        return values;
    }

    private void AddTo(PickleValue[] items)
    {
        if (Top() is not PickleValue.List list)
        {
            throw Refused("adds to something that is no list");
        }

        foreach (PickleValue item in items)
        {
            if (item is PickleValue.Integer { Value: >= int.MinValue and <= int.MaxValue } integer && !list.HasLists)
            {
                list.Integers.Add((int)integer.Value);
            }
            else if (item is PickleValue.List inner && !list.HasIntegers)
            {
                list.Lists.Add(inner);
            }
            else
            {
                throw Refused("adds something other than integers of 32 bits or lists to a list");
            }
        }
    }

    private void Memoize(long index)
    {
        _memo[index] = Top();
        if (_memo.Count > _maxValues)
        {
            throw Refused("stores more values than there should be");
        }
    }

    private PickleValue Recall(long index) =>
        _memo.TryGetValue(index, out PickleValue? value) ? value : throw Refused($"asks for value {index}, which was not stored");

    private long ReadLong(int bytes)
    {
        if (bytes > sizeof(long))
        {
            throw Refused($"has a number of {bytes} bytes, but at most {sizeof(long)} are accepted");
        }

        if (bytes == 0)
        {
            return 0;
        }

        int unused = 8 * (sizeof(long) - bytes);
        return (long)(_source.ReadNumber(bytes) << unused) >> unused;
    }

    private string ReadText(int lengthBytes)
    {
        ulong length = _source.ReadNumber(lengthBytes);
        return length <= MaxTextLength ? _source.ReadLatin1((int)length) : throw Refused($"has a text of {length} bytes, but at most {MaxTextLength} are accepted");
    }

    private string ReadLine()
    {
        string line = "";
        for (char next = (char)_source.ReadByte(); next != '\n'; next = (char)_source.ReadByte())
        {
            line = line.Length < MaxTextLength ? line + next : throw Refused($"has a name of more than {MaxTextLength} characters");
        }

        return line;
    }
}
