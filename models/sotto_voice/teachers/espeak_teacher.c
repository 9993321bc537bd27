/* eSpeak NG says one phrase of pinyin a line; writes the wave and where its phonemes begin.
 *
 * stdin, a phrase a line:  voice<TAB>rate (words a minute)<TAB>text
 * stdout, native-endian binary per line:
 *     int32 sample count, int32 event count, int32 sample rate
 *     events: char[8] phoneme mnemonic ("" where a word begins), int32 sample
 *     int16 samples
 * The pitch range is 0: the melody is not eSpeak's business, and a nearly constant F0 makes the
 * spectral envelope easy to measure.
 */
#include <espeak-ng/speak_lib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Low, for dense harmonics show the formants better. */
enum { LOW_PITCH = 30 };
enum { MAX_LINE = 8192, MAX_EVENTS = 4096, MAX_SAMPLES = 22050 * 60 };

typedef struct {
    char phoneme[8];
    int32_t sample;
} Mark;

static Mark marks[MAX_EVENTS];
static int16_t samples[MAX_SAMPLES];
static int32_t mark_count, sample_count;

static int collect(short *wave, int count, espeak_EVENT *event)
{
    for (; event->type != espeakEVENT_LIST_TERMINATED; event++) {
        if ((event->type != espeakEVENT_PHONEME && event->type != espeakEVENT_WORD) || mark_count == MAX_EVENTS)
            continue;
        Mark *mark = &marks[mark_count++];
        memset(mark, 0, sizeof *mark);
        if (event->type == espeakEVENT_PHONEME)
            memcpy(mark->phoneme, event->id.string, strnlen(event->id.string, sizeof mark->phoneme - 1));
        mark->sample = event->sample;
    }
    if (wave && count > 0 && sample_count + count <= MAX_SAMPLES) {
        memcpy(samples + sample_count, wave, count * sizeof *wave);
        sample_count += count;
    }
    return 0;
}

int main(void)
{
    static char line[MAX_LINE], current[MAX_LINE];
    int32_t rate_hz = espeak_Initialize(AUDIO_OUTPUT_RETRIEVAL, 100, NULL, espeakINITIALIZE_PHONEME_EVENTS);
    if (rate_hz < 0)
        return 1;
    espeak_SetSynthCallback(collect);
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        char *rate = strchr(line, '\t'), *text = rate ? strchr(rate + 1, '\t') : NULL;
        mark_count = sample_count = 0;
        if (text) {
            *rate++ = *text++ = '\0';
            if (strcmp(current, line)) {
                if (espeak_SetVoiceByName(line) != EE_OK)
                    return 2;
                memcpy(current, line, strlen(line) + 1);
            }
            espeak_SetParameter(espeakRATE, atoi(rate), 0);
            espeak_SetParameter(espeakRANGE, 0, 0);
            espeak_SetParameter(espeakPITCH, LOW_PITCH, 0);
            espeak_Synth(text, strlen(text) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, NULL);
            espeak_Synchronize();
        }
        fwrite(&sample_count, sizeof sample_count, 1, stdout);
        fwrite(&mark_count, sizeof mark_count, 1, stdout);
        fwrite(&rate_hz, sizeof rate_hz, 1, stdout);
        fwrite(marks, sizeof *marks, mark_count, stdout);
        fwrite(samples, sizeof *samples, sample_count, stdout);
        fflush(stdout);
    }
    return 0;
}
